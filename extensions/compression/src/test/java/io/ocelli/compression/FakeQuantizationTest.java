package io.ocelli.compression;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.ocelli.engine.Device;
import io.ocelli.engine.Engines;
import io.ocelli.engine.Program;
import io.ocelli.engine.Runner;
import io.ocelli.graph.BatchNorm2d;
import io.ocelli.graph.Conv2d;
import io.ocelli.graph.FakeQuantize;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Initialization;
import io.ocelli.graph.Parameter;
import io.ocelli.graph.Value;
import io.ocelli.graph.Weight;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.testing.Close;
import io.ocelli.testing.Golden;
import io.ocelli.weights.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fake quantisation and its gradients on both engines, against {@code numbers/quantization.json}. */
class FakeQuantizationTest {
    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "onnxruntime"})
    void ofATensorItIsPyTorchs(String engine) {
        List<JsonObject> cases = new ArrayList<>(GoldenQuantization.cases("fake_quantize"));
        cases.addAll(GoldenQuantization.cases("fake_quantize_edges"));
        assertThat(cases).hasSizeGreaterThanOrEqualTo(7);
        for (JsonObject json : cases) {
            check(json, engine, values -> {
                Value x = values.get(0);
                return x.then(
                        new FakeQuantize(
                                json.get("qmin").getAsInt(), json.get("qmax").getAsInt(), null),
                        x.constant(json.get("scale").getAsDouble()),
                        x.constant(json.get("zero_point").getAsDouble()));
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "onnxruntime"})
    void ofChannelsItIsPyTorchs(String engine) {
        List<JsonObject> cases = GoldenQuantization.cases("fake_quantize_per_channel");
        assertThat(cases).isNotEmpty();
        for (JsonObject json : cases) {
            Tensor scales = GoldenQuantization.floats(Close.numbers(json.get("scales")));
            check(json, engine, values -> {
                Value x = values.get(0);
                return x.then(
                        new FakeQuantize(
                                json.get("qmin").getAsInt(),
                                json.get("qmax").getAsInt(),
                                json.get("axis").getAsInt()),
                        x.constant(scales),
                        x.constant(Tensor.zeros(DType.FLOAT32, scales.shape())));
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "onnxruntime"})
    void scalesAreLearntAsEssersAre(String engine) {
        List<JsonObject> cases = new ArrayList<>(GoldenQuantization.cases("lsq"));
        cases.addAll(GoldenQuantization.cases("lsq_per_channel"));
        assertThat(cases).hasSizeGreaterThanOrEqualTo(5);
        for (JsonObject json : cases) {
            LearntScale learnt =
                    new LearntScale(json.get("qn").getAsInt(), json.get("qp").getAsInt());
            List<Tensor> inputs = GoldenQuantization.tensors(json.getAsJsonArray("inputs"));
            long count = inputs.get(0).shape().count() / inputs.get(1).shape().count();
            check(json, engine, values -> learnt.of(values.get(0), values.get(1), count));
            if (json.has("initial_scale")) {
                double initial = json.get("initial_scale").getAsDouble();
                assertThat(Close.difference(new double[] {learnt.initial(inputs.get(0))}, new double[] {initial}))
                        .isLessThan(1e-6);
            }
        }
    }

    /** A network that learns with its batch norms folded is one of PyTorch, as only that engine has derivatives of convolutions. */
    @Test
    void convolutionsAreQuantisedAsTheirBatchNormsWillHaveScaledThem() {
        List<JsonObject> cases = GoldenQuantization.cases("batch_norm_folded");
        assertThat(cases).hasSize(4);
        for (JsonObject json : cases) {
            List<Tensor> running = GoldenQuantization.tensors(json.getAsJsonArray("running"));
            Function<List<Value>, Value> network = values -> {
                Value gamma = values.get(2);
                Value mean = gamma.constant(running.get(0));
                Value variance = gamma.constant(running.get(1));
                Value convolved = TrainingGraph.folded(
                        Conv2d.of(3, 4, 3).padding(1),
                        "conv",
                        values.get(0),
                        values.get(1),
                        values.size() > 4 ? values.get(4) : null,
                        gamma.dividedBy(variance.plus(1e-5).sqrt()),
                        Levels.INT8_SYMMETRIC);
                return convolved.then(
                        new BatchNorm2d(4, 1e-5, 0.1),
                        gamma,
                        values.get(3),
                        mean,
                        variance,
                        gamma.constant(Tensor.zeros(DType.INT64, Shape.of())));
            };
            List<Tensor> results = results(json, "pytorch", json.get("training").getAsBoolean(), network);
            double[] first = Close.numbers(json.get("output_first_picture"));
            Close.assertClose(Arrays.copyOf(results.get(0).toDoubles(), first.length), first, 1e-5, "output");
            checkGradients(
                    json, "pytorch", results, json.get("convolution_bias").getAsBoolean() ? 1e-4 : 5e-5);
        }
    }

    private static void check(JsonObject json, String engine, Function<List<Value>, Value> function) {
        List<Tensor> results = results(json, engine, false, function);
        Close.assertClose(results.get(0).toDoubles(), Close.numbers(json.get("output")), 1e-5, engine + " output");
        checkGradients(json, engine, results, 5e-5);
    }

    private static void checkGradients(JsonObject json, String engine, List<Tensor> results, double tolerance) {
        double[] value = {json.get("value").getAsDouble()};
        Close.assertClose(results.get(1).toDoubles(), value, 2e-5, engine + " value");
        double[] gradients = results.subList(2, results.size()).stream()
                .flatMapToDouble(each -> Arrays.stream(each.toDoubles()))
                .toArray();
        Close.assertClose(gradients, Close.numbers(json.get("gradients")), tolerance, engine + " gradients");
    }

    /** The output, its sum with the cotangent, and the gradients; inputs come as weights. */
    private static List<Tensor> results(
            JsonObject json, String engine, boolean batchStatistics, Function<List<Value>, Value> function) {
        Graph.Builder graph = Graph.builder();
        Map<String, Tensor> weights = new LinkedHashMap<>();
        List<Value> values = new ArrayList<>();
        for (Tensor tensor : GoldenQuantization.tensors(json.getAsJsonArray("inputs"))) {
            String name = "x" + values.size();
            weights.put(name, tensor);
            graph.add(name, new Weight(tensor.shape(), Parameter.Role.WEIGHT, Initialization.ZEROS));
            values.add(Value.of(graph, name));
        }
        Value output = function.apply(values);
        Tensor cotangent = Golden.input(json.getAsJsonObject("cotangent"));
        graph.output("output", output.name());
        graph.output("value", output.times(output.constant(cotangent)).sum().name());
        Program program = new Program(graph.build(), Map.of())
                .differentiate("value", values.stream().map(Value::name).toArray(String[]::new));
        try (Runner runner = Engines.named(engine)
                .open(batchStatistics ? program.withBatchStatistics() : program, Weights.of(weights), Device.CPU)) {
            return runner.run(List.of());
        }
    }
}
