package io.ocelli.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.engine.Device;
import io.ocelli.engine.Precision;
import io.ocelli.engine.Preset;
import io.ocelli.engine.Processor;
import io.ocelli.engine.Program;
import io.ocelli.engine.Runner;
import io.ocelli.error.EngineException;
import io.ocelli.graph.Activation;
import io.ocelli.graph.Add;
import io.ocelli.graph.BatchNorm2d;
import io.ocelli.graph.Conv2d;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Input;
import io.ocelli.graph.LayerNorm;
import io.ocelli.graph.Linear;
import io.ocelli.graph.Multiply;
import io.ocelli.graph.Padding;
import io.ocelli.graph.Parameter;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.testing.Close;
import io.ocelli.testing.Golden;
import io.ocelli.weights.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Programs in bfloat16: near float32, and not it, whatever oneDNN computes together; their answers in float32. */
class MixedServingTest {
    private static final int CHANNELS = 8;
    private static final Shape PICTURE = Shape.of(1, CHANNELS, 9, 7);
    private static final Shape ROWS = Shape.of(1, 4, CHANNELS);
    /** Eight binary digits, through two or three layers. */
    private static final double BOUND = 0.03;

    private final PyTorchEngine engine = new PyTorchEngine();

    private static void requireBfloat16() {
        String lacking = PyTorchEngine.lacking(Processor.here());
        Assumptions.assumeTrue(lacking == null, "skipped: " + lacking);
    }

    private static Conv2d conv() {
        return Conv2d.of(CHANNELS, CHANNELS, 3).padding(1);
    }

    @TestFactory
    Stream<DynamicTest> whatFollowsAConvolution() {
        Map<String, BiFunction<Graph.Builder, String, String>> ways = new LinkedHashMap<>();
        for (Activation.Function function : Activation.Function.values()) {
            if (Set.of("RELU", "RELU6", "HARDSWISH", "HARDSIGMOID", "SILU", "SIGMOID", "TANH", "GELU", "ABS")
                    .contains(function.name())) {
                Activation activation = new Activation(function);
                ways.put("conv, " + function, (g, x) -> g.add("a", activation, g.add("c", conv(), x)));
                ways.put(
                        "conv, sum, " + function,
                        (g, x) -> g.add("a", activation, g.add("s", new Add(), g.add("c", conv(), x), x)));
            }
        }
        ways.put("conv", (g, x) -> g.add("c", conv(), x));
        ways.put("sum first", (g, x) -> g.add("s", new Add(), x, g.add("c", conv(), x)));
        ways.put("two convs in a sum", (g, x) -> g.add("s", new Add(), g.add("c", conv(), x), g.add("d", conv(), x)));
        ways.put("a conv twice in a sum", (g, x) -> {
            String c = g.add("c", conv(), x);
            return g.add("s", new Add(), c, c);
        });
        ways.put("a conv that two read", (g, x) -> {
            String c = g.add("c", conv(), x);
            return g.add("m", new Multiply(), c, g.add("a", Activation.SIGMOID, c));
        });
        ways.put(
                "a norm between",
                (g, x) -> g.add(
                        "a",
                        Activation.RELU,
                        g.add("n", BatchNorm2d.of(CHANNELS), g.add("c", conv().withoutBias(), x))));
        ways.put("without bias", (g, x) -> g.add("c", conv().withoutBias(), x));
        ways.put("groups", (g, x) -> g.add("c", conv().groups(2), x));
        ways.put("depthwise", (g, x) -> g.add("a", Activation.RELU6, g.add("c", conv().groups(CHANNELS), x)));
        ways.put("stride and dilation", (g, x) -> g.add("c", conv().stride(2).dilation(2), x));
        ways.put("padded on one side", (g, x) -> g.add("c", conv().stride(2).padding(Padding.SAME), x));
        ways.put("one by one", (g, x) -> g.add("c", Conv2d.of(CHANNELS, 5, 1), x));
        return tests(ways, PICTURE);
    }

    @TestFactory
    Stream<DynamicTest> whatFollowsALinearLayer() {
        Map<String, BiFunction<Graph.Builder, String, String>> ways = new LinkedHashMap<>();
        Linear layer = Linear.of(CHANNELS, CHANNELS);
        ways.put("linear", (g, x) -> g.add("l", layer, x));
        ways.put("linear, GELU", (g, x) -> g.add("a", Activation.GELU, g.add("l", layer, x)));
        ways.put("linear, HARDSWISH", (g, x) -> g.add("a", Activation.HARDSWISH, g.add("l", layer, x)));
        ways.put(
                "linear, sum, norm",
                (g, x) -> g.add("n", LayerNorm.of(CHANNELS), g.add("s", new Add(), x, g.add("l", layer, x))));
        ways.put("without bias", (g, x) -> g.add("l", new Linear(CHANNELS, CHANNELS, false), x));
        return tests(ways, ROWS);
    }

    private Stream<DynamicTest> tests(Map<String, BiFunction<Graph.Builder, String, String>> ways, Shape shape) {
        requireBfloat16();
        return ways.entrySet().stream()
                .map(way -> DynamicTest.dynamicTest(way.getKey(), () -> nearFloat32(program(way.getValue(), shape))));
    }

    /** A layer before and one behind, as the first and the last of a network are special. */
    private static Program program(BiFunction<Graph.Builder, String, String> way, Shape shape) {
        boolean picture = shape.rank() == 4;
        Graph.Builder graph = Graph.builder();
        String x = graph.add("x", new Input(DType.FLOAT32, shape.rank()));
        x = picture ? graph.add("before", conv(), x) : graph.add("before", Linear.of(CHANNELS, CHANNELS), x);
        String y = way.apply(graph, x);
        graph.output("behind", graph.add("behind", Activation.TANH, y));
        return new Program(graph.build(), Map.of("x", shape));
    }

    private static Weights weights(Program program) {
        Map<String, Tensor> weights = new LinkedHashMap<>();
        for (Parameter parameter : program.graph().parameters()) {
            boolean variance = parameter.name().endsWith("running_var");
            weights.put(
                    parameter.name(),
                    parameter.type() == DType.INT64
                            ? Tensor.zeros(DType.INT64, parameter.shape())
                            : Golden.tensor(
                                    parameter.name(), parameter.shape(), variance ? 0.5 : -0.3, variance ? 1.5 : 0.3));
        }
        return Weights.of(weights);
    }

    private void nearFloat32(Program program) {
        Weights weights = weights(program);
        try (Runner exact = engine.open(program, weights, Device.CPU);
                Runner mixed = engine.open(program, weights, Device.CPU, Preset.LATENCY, Precision.MIXED)) {
            for (int batch = 1; batch <= 3; batch++) {
                Shape one = program.inputs().get("x");
                List<Tensor> given = List.of(Golden.tensor("x" + batch, one.with(0, batch), -1, 1));
                Tensor said = mixed.run(given).get(0);
                Tensor expected = exact.run(given).get(0);

                assertThat(said.type()).isEqualTo(DType.FLOAT32);
                assertThat(said.shape()).isEqualTo(expected.shape());
                assertThat(said.toFloats()).as("in bfloat16").isNotEqualTo(expected.toFloats());
                assertThat(Close.difference(said.toDoubles(), expected.toDoubles()))
                        .isLessThan(BOUND);
            }
        }
    }

    /** The largest of 1000 numbers that are near each other is not told from the next in eight binary digits. */
    @Test
    void theLastLayerIsNotRoundedToBfloat16() {
        requireBfloat16();
        Graph.Builder graph = Graph.builder();
        String x = graph.add("x", new Input(DType.FLOAT32, 2));
        x = graph.add("first", Linear.of(CHANNELS, CHANNELS), x);
        graph.output("logits", graph.add("last", Linear.of(CHANNELS, 1000), x));
        Program program = new Program(graph.build(), Map.of("x", Shape.of(1, CHANNELS)));
        try (Runner mixed = engine.open(program, weights(program), Device.CPU, Preset.LATENCY, Precision.MIXED)) {
            float[] logits = mixed.run(List.of(Golden.tensor("x", Shape.of(1, CHANNELS), -1, 1)))
                    .get(0)
                    .toFloats();
            List<Integer> bits = new ArrayList<>();
            for (float logit : logits) {
                bits.add(Float.floatToIntBits(logit) & 0xffff);
            }
            assertThat(bits).as("digits that bfloat16 does not have").anyMatch(each -> each != 0);
        }
    }

    @Test
    void whatItDoesNotDoIsRefused() {
        Graph.Builder graph = Graph.builder();
        String x = graph.add("x", new Input(DType.FLOAT32, 2));
        graph.output("y", graph.add("l", Linear.of(2, 1), x));
        Program program = new Program(graph.build(), Map.of("x", Shape.of(1, 2)));

        assertThat(engine.refuses(Precision.MIXED)).isNull();
        assertThatThrownBy(
                        () -> engine.open(program, weights(program), Device.CPU, Preset.LATENCY, Precision.MIXED_FP16))
                .isInstanceOf(EngineException.class)
                .hasMessage("it serves in float32 and, as MIXED, in bfloat16");
        assertThatThrownBy(() -> engine.open(
                        program.differentiate("y", "x"), weights(program), Device.CPU, Preset.LATENCY, Precision.MIXED))
                .isInstanceOf(EngineException.class)
                .hasMessage("it computes gradients in float32, or by a training's recipe, and MIXED was asked for");
    }

    @Test
    void aProcessorWithoutItIsTold() {
        assertThat(PyTorchEngine.lacking(new Processor("Old Xeon", Set.of("avx512f"))))
                .isEqualTo("MIXED computes in bfloat16, and this processor (Old Xeon) has no instructions for it"
                        + " (avx512_bf16, amx_bf16, bf16): leave the precision out, or make the network's"
                        + " numbers whole by Quantization of ocelli-compression");
        assertThat(PyTorchEngine.lacking(new Processor("Xeon", Set.of("avx512f", "avx512_bf16"))))
                .isNull();
    }
}
