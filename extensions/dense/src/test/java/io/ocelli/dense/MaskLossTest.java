package io.ocelli.dense;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.ocelli.engine.Device;
import io.ocelli.engine.Engines;
import io.ocelli.engine.Program;
import io.ocelli.engine.Runner;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Input;
import io.ocelli.graph.Value;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.testing.Close;
import io.ocelli.testing.Golden;
import io.ocelli.weights.Weights;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Losses of masks and their gradients on both engines, against {@code dense/losses.json}. */
class MaskLossTest {
    @TestFactory
    Stream<DynamicTest> theyAreTheReferences() {
        return Golden.json("dense/losses.json").getAsJsonArray("cases").asList().stream()
                .map(JsonElement::getAsJsonObject)
                .flatMap(json -> Stream.of("pytorch", "onnxruntime")
                        .map(engine -> dynamicTest(loss(json) + " on " + engine, () -> check(json, engine))));
    }

    private static void check(JsonObject json, String engine) {
        Tensor logits = Golden.input(json.getAsJsonArray("inputs").get(0).getAsJsonObject());
        double[] labels = Close.numbers(json.get(json.has("mask") ? "mask" : "labels"));
        List<Tensor> results = run(loss(json), logits, labels, engine);
        double value = json.get("value").getAsDouble();
        assertThat(results.get(0).toDoubles()[0]).isCloseTo(value, within(1e-5 * value));
        Close.assertClose(
                results.get(1).toDoubles(), Close.numbers(json.getAsJsonArray("gradients")), 2e-5, "gradients");
    }

    private static MaskLoss loss(JsonObject json) {
        boolean binary = json.get("mode").getAsString().equals("binary");
        switch (json.get("case").getAsString()) {
            case "dice":
                RegionLoss dice = json.has("smooth")
                        ? MaskLoss.dice().smooth(json.get("smooth").getAsDouble())
                        : MaskLoss.dice();
                if (json.has("only")) {
                    dice = dice.only(Arrays.stream(Close.numbers(json.get("only")))
                            .mapToInt(each -> (int) each)
                            .toArray());
                }
                return json.has("log") ? dice.log() : dice;
            case "jaccard":
                return MaskLoss.jaccard();
            case "tversky":
            case "focal_tversky":
                return tversky(json).focal(json.get("gamma").getAsDouble());
            case "focal_tversky_per_class":
                return tversky(json).focalPerClass(json.get("gamma").getAsDouble());
            case "focal":
                return MaskLoss.focal(json.get("gamma").getAsDouble());
            case "focal_smp":
                return MaskLoss.focal(json.get("gamma").getAsDouble()).oneAgainstRest(true);
            case "focal_dice":
                PixelLoss focal = MaskLoss.focal(json.get("gamma").getAsDouble());
                return (binary ? focal.alpha(json.get("alpha").getAsDouble()) : focal).plus(MaskLoss.dice());
            case "bce_dice":
                return MaskLoss.crossEntropy().plus(MaskLoss.dice());
            case "lovasz":
                return MaskLoss.lovasz();
            default:
                throw new IllegalArgumentException("No loss for " + json.get("case"));
        }
    }

    private static RegionLoss tversky(JsonObject json) {
        return MaskLoss.tversky(
                json.get("alpha").getAsDouble(), json.get("beta").getAsDouble());
    }

    /** The loss and its gradient. */
    private static List<Tensor> run(MaskLoss loss, Tensor logits, double[] labels, String engine) {
        Shape shape = logits.shape();
        Shape mask = Shape.of(shape.get(0), shape.get(2), shape.get(3));
        ByteBuffer numbers = Tensor.allocate(DType.INT64, mask);
        for (int i = 0; i < labels.length; i++) {
            numbers.putLong(i * Long.BYTES, (long) labels[i]);
        }
        Graph.Builder graph = Graph.builder();
        Value x = Value.of(graph, graph.add("x", new Input(DType.FLOAT32, 4)));
        Value y = Value.of(graph, graph.add("y", new Input(DType.INT64, 3)));
        graph.output("loss", loss.of(Segmentation.of(x, y, shape.at(1))).name());
        Program program = new Program(graph.build(), Map.of("x", shape.with(0, 1), "y", mask.with(0, 1)))
                .differentiate("loss", "x");
        try (Runner runner = Engines.named(engine).open(program, Weights.empty(), Device.CPU)) {
            return runner.run(List.of(logits, Tensor.of(DType.INT64, mask, numbers)));
        }
    }

    @TestFactory
    Stream<DynamicTest> whereNothingIsKnownNothingIsLost() {
        return Stream.of(
                        MaskLoss.dice(),
                        MaskLoss.dice().log(),
                        MaskLoss.jaccard().smooth(1),
                        MaskLoss.tversky(0.3, 0.7).focalPerClass(0.75),
                        MaskLoss.crossEntropy(),
                        MaskLoss.focal(2).oneAgainstRest(true),
                        MaskLoss.lovasz())
                .flatMap(loss -> Stream.of(1, 3)
                        .map(channels -> dynamicTest(loss + " of " + channels, () -> {
                            Tensor logits = Golden.tensor("nothing", Shape.of(1, channels, 2, 2), -1, 1);
                            List<Tensor> results = run(loss, logits, new double[] {-1, -1, 255, -1}, "pytorch");
                            assertThat(results.get(0).toFloats()[0]).isZero();
                            assertThat(Arrays.stream(results.get(1).toDoubles()))
                                    .allMatch(each -> each == 0);
                        })));
    }

    @Test
    void pixelsOfWhichNothingIsKnownChangeNothing() {
        MaskLoss loss = MaskLoss.dice().plus(MaskLoss.focal(2)).plus(MaskLoss.lovasz());
        Tensor one = Golden.tensor("known", Shape.of(1, 1, 1, 3), -1, 1);
        float[] more = Arrays.copyOf(one.toFloats(), 5);
        more[3] = 7;
        more[4] = -7;
        double alone = run(loss, one, new double[] {0, 1, 1}, "pytorch").get(0).toDoubles()[0];
        double beside = run(loss, Tensor.of(Shape.of(1, 1, 1, 5), more), new double[] {0, 1, 1, -1, -1}, "pytorch")
                .get(0)
                .toDoubles()[0];
        assertThat(beside).isCloseTo(alone, within(1e-6));
    }

    /** Wherever they stand in the order, equal errors lose the same. */
    @Test
    void equalErrorsAreOneStepOfLovasz() {
        Tensor logits = Tensor.of(Shape.of(1, 1, 1, 4), 2f, 2f, -2f, 2f);
        double error = 1 / (1 + Math.exp(-2));
        double small = 1 - error;
        // pixels of falling error: 1 (wrong) and 2 (missed) alike, then 0 and 3 alike; of the 3 that are there 2 are
        // left, then 0
        double value = error * (1 - 2 / 4.0) + small * (2 / 4.0);
        assertThat(run(MaskLoss.lovasz(), logits, new double[] {1, 0, 1, 1}, "pytorch")
                        .get(0)
                        .toDoubles()[0])
                .isCloseTo(value, within(1e-6));
    }

    @Test
    void alphaIsNotOfASoftmax() {
        Tensor logits = Golden.tensor("alpha", Shape.of(1, 3, 1, 1), -1, 1);
        assertThatThrownBy(() -> run(MaskLoss.focal(2).alpha(0.25), logits, new double[] {0}, "pytorch"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("alpha weighs what is there against what is not, of one channel or oneAgainstRest, received"
                        + " 0.25 for a softmax of 3 classes");
    }

    @Test
    void classesThatCountAreAmongTheMasks() {
        Tensor logits = Golden.tensor("only", Shape.of(1, 3, 1, 1), -1, 1);
        assertThatThrownBy(() -> run(MaskLoss.dice().only(1, 3), logits, new double[] {0}, "pytorch"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Classes that count are among the mask's 3, from 0, received [1, 3]");
        assertThatThrownBy(() -> MaskLoss.dice().only(1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Classes that count are different indexes, received [1, 1]");
    }

    @Test
    void numbersAreInTheirRanges() {
        assertThatThrownBy(() -> MaskLoss.tversky(-0.1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("alpha, beta and smooth are at least 0 and finite, received -0.1, 1.0 and 0.0");
        assertThatThrownBy(() -> MaskLoss.dice().focal(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("gamma is above 0 and finite, received 0.0");
        assertThatThrownBy(() -> MaskLoss.focal(Double.NaN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("gamma is at least 0, received NaN");
    }
}
