package io.ocelli.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import io.ocelli.error.EngineException;
import io.ocelli.image.Preprocessing;
import io.ocelli.model.Architecture;
import io.ocelli.model.Models;
import io.ocelli.model.Network;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.testing.Close;
import io.ocelli.testing.Golden;
import io.ocelli.weights.Weights;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What networks promise before they learn, against {@code numbers/search.json}. */
class ZeroCostTest {
    private static JsonObject golden(String model) {
        return StreamSupport.stream(
                        Golden.json("numbers/search.json")
                                .getAsJsonArray("cases")
                                .spliterator(),
                        false)
                .map(each -> each.getAsJsonObject())
                .filter(each -> each.get("model").getAsString().equals(model))
                .findFirst()
                .orElseThrow();
    }

    private static Network network(JsonObject json) {
        Shape input = Golden.shape(json.getAsJsonObject("input").get("shape"));
        var model = Models.find(json.get("model").getAsString());
        Architecture architecture = model.build(model.input().at(input.at(2), input.at(3)))
                .classes(json.get("classes").getAsInt());
        Map<String, Tensor> weights = new LinkedHashMap<>();
        architecture.graph().parameters().forEach(parameter -> {
            Tensor filled = Golden.parameter(
                    parameter.name(), parameter.shape(), json.get("gain").getAsDouble());
            weights.put(parameter.name(), filled == null ? Tensor.zeros(DType.INT64, parameter.shape()) : filled);
        });
        return new Network(
                architecture, Weights.of(weights), Preprocessing.imagenet().withInputSize(input.at(2), input.at(3)));
    }

    private static void assertNear(double value, JsonObject json, String name, String figure, double tolerance) {
        double expected = json.getAsJsonObject(name).get(figure).getAsDouble();
        assertThat(value).as(name).isCloseTo(expected, within(tolerance * Math.abs(expected)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"resnet20_cifar", "resnet18", "mobilenet_v2"})
    void proxiesAreThePapers(String model) {
        JsonObject json = golden(model);
        JsonObject error = json.getAsJsonObject("fp32_error");
        int[] labels = Arrays.stream(Close.numbers(json.get("targets")))
                .mapToInt(each -> (int) each)
                .toArray();
        ZeroCost proxies = ZeroCost.of(network(json));
        ZeroCost.OfBatch batch = proxies.over(Golden.input(json.getAsJsonObject("input")), labels);

        // As far off as PyTorch's own float32 is, and some more.
        assertThat(batch.loss()).isCloseTo(json.get("loss").getAsDouble(), within(1e-4));
        assertNear(
                batch.gradNorm(),
                json,
                "grad_norm",
                "total",
                1e-4 + 10 * error.get("grad_norm").getAsDouble());
        assertNear(
                batch.snip(),
                json,
                "snip",
                "total",
                1e-4 + 10 * error.get("snip").getAsDouble());
        assertNear(
                batch.fisher(),
                json,
                "fisher_weights",
                "total",
                1e-4 + 10 * error.get("fisher_weights").getAsDouble());
        assertNear(
                batch.naswot(),
                json,
                "naswot",
                "logdet",
                1e-5 + 10 * error.get("naswot").getAsDouble());
        assertNear(
                proxies.grasp(Golden.input(json.getAsJsonObject("input")), labels),
                json,
                "grasp",
                "total",
                1e-4 + 10 * error.get("grasp").getAsDouble());
        assertNear(proxies.logSynflow(), json, "synflow", "log_total", 1e-5);
        JsonObject layers = json.getAsJsonObject("snip").getAsJsonObject("layers");
        assertThat(batch.snipByLayer().keySet()).containsExactlyInAnyOrderElementsOf(layers.keySet());
        double largest = layers.entrySet().stream()
                .mapToDouble(each -> each.getValue().getAsDouble())
                .max()
                .orElseThrow();
        batch.snipByLayer()
                .forEach((layer, sum) ->
                        assertThat(sum).as(layer).isCloseTo(layers.get(layer).getAsDouble(), within(1e-3 * largest)));
    }

    /** Against autograd in float64 and the eigenvalues of NumPy's corrcoef. */
    @ParameterizedTest
    @CsvSource({"resnet20_cifar, -8.020716737", "resnet18, -8.005503537", "mobilenet_v2, -8.005564334"})
    void picturesThatPullApartPromiseMuch(String model, double expected) {
        JsonObject json = golden(model);

        assertThat(ZeroCost.of(network(json)).jacobCov(Golden.input(json.getAsJsonObject("input"))))
                .isCloseTo(expected, within(5e-5));
    }

    @Test
    void rowsThatAreOneHaveAnEigenvalueForAll() {
        double[] row = {1, 4, 2, 8};
        double[] minus = {-1, -4, -2, -8};

        assertThat(Correlations.eigenvalues(Correlations.of(row, minus, row)))
                .usingComparatorWithPrecision(1e-12)
                .containsExactlyInAnyOrder(3.0, 0.0, 0.0);
        assertThat(Correlations.eigenvalues(new double[] {2, 1, 0}, new double[] {1, 2, 1}, new double[] {0, 1, 2}))
                .usingComparatorWithPrecision(1e-12)
                .containsExactlyInAnyOrder(2 - Math.sqrt(2), 2.0, 2 + Math.sqrt(2));
    }

    @Test
    void picturesThatAreTheSamePromiseNothing() {
        SharedCodes codes = new SharedCodes(2);
        codes.add(new float[] {1, 0, 1, 1, 0, 1});

        assertThat(codes.logDeterminant()).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @Test
    void secondDerivativesAreThePyTorchEngines() {
        ZeroCost proxies = ZeroCost.of(network(golden("resnet20_cifar"))).engine("onnxruntime");
        assertThatThrownBy(() -> proxies.grasp(Golden.tensor("a", Shape.of(2, 3, 32, 32), 0, 1), 1, 2))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("it gives second derivatives, which are the PyTorch engine's");
    }

    @Test
    void thereIsALabelForEachPicture() {
        ZeroCost proxies = ZeroCost.of(network(golden("resnet20_cifar")));
        assertThatThrownBy(() -> proxies.over(Golden.tensor("a", Shape.of(3, 3, 32, 32), 0, 1), 1, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("A batch has 2 pictures or more and a label for each, received ")
                .hasMessageEndingWith(" and 2 labels");
    }
}
