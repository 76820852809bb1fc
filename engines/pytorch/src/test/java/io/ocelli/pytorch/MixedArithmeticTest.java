package io.ocelli.pytorch;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocelli.engine.Device;
import io.ocelli.engine.Optimizer;
import io.ocelli.engine.Precision;
import io.ocelli.engine.Trainer;
import io.ocelli.engine.TrainingProgram;
import io.ocelli.graph.Attention;
import io.ocelli.graph.Conv2d;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Initialization;
import io.ocelli.graph.Input;
import io.ocelli.graph.Linear;
import io.ocelli.graph.Value;
import io.ocelli.graph.Weight;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.testing.Close;
import io.ocelli.testing.Golden;
import io.ocelli.weights.Weights;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What arithmetic makes of bfloat16: float32 where a result leaves the engine, whatever was mixed with what. */
class MixedArithmeticTest {
    private static final Shape WEIGHT = Shape.of(4, 3);

    @TestFactory
    Stream<DynamicTest> resultsAreNearThoseOfFloat32() {
        return Map.<String, UnaryOperator<Value>>of(
                        "a scalar beside", low -> low.times(low.mean()),
                        "a scalar first", low -> low.mean().plus(low),
                        "the shape of another", low -> low.expandAs(low.exp()),
                        "reshaped like another", low -> low.reshapeLike(low.exp()),
                        "wide beside low", low -> low.plus(low.exp()),
                        "a product of products",
                                low -> low.matmul(low.transpose()).matmul(low),
                        "a choice", low -> low.exp().where(low, low.constant(1)),
                        "the larger", low -> low.maximum(low.constant(0.5)),
                        "rows behind one another", low -> low.concat(1, low.exp()))
                .entrySet()
                .stream()
                .map(each -> DynamicTest.dynamicTest(each.getKey(), () -> {
                    double[] expected = results(each.getValue(), Precision.FP32);

                    assertThat(Close.difference(results(each.getValue(), Precision.MIXED), expected))
                            .isLessThan(0.02);
                }));
    }

    /** Windows of four tokens, and a bias that learns with what is in front. */
    @Test
    void attentionBesideABiasIsNearThatOfFloat32() {
        UnaryOperator<Graph.Builder> network = graph -> {
            String x = graph.add("x", new Input(DType.FLOAT32, 3));
            String tokens = graph.add("fc", new Linear(8, 8, false), x);
            String bias = graph.add("bias", Weight.of(Initialization.ZEROS, 1, 4, 4));
            graph.add("result", new Attention(0.5), tokens, tokens, tokens, bias);
            return graph;
        };
        double[] expected = gradients(network, Shape.of(1, 4, 8), Precision.FP32);
        double[] mixed = gradients(network, Shape.of(1, 4, 8), Precision.MIXED);

        assertThat(expected).hasSize(16 + 64);
        assertThat(Close.difference(mixed, expected)).isPositive().isLessThan(0.02);
    }

    @Test
    void depthwiseConvolutionsAreInFloat32() {
        for (int groups : new int[] {1, 2, 4}) {
            UnaryOperator<Graph.Builder> network = graph -> {
                String x = graph.add("x", new Input(DType.FLOAT32, 4));
                graph.add("result", Conv2d.of(4, 8, 3).groups(groups), x);
                return graph;
            };
            double[] expected = gradients(network, Shape.of(1, 4, 6, 5), Precision.FP32);
            double difference = Close.difference(gradients(network, Shape.of(1, 4, 6, 5), Precision.MIXED), expected);

            assertThat(difference == 0).as("%d groups: %s", groups, difference).isEqualTo(groups == 4);
        }
    }

    /** The gradients of all parameters of a network with the node {@code result}, by their names. */
    private static double[] gradients(UnaryOperator<Graph.Builder> network, Shape input, Precision precision) {
        Graph.Builder builder = network.apply(Graph.builder());
        Value result = Value.of(builder, "result");
        builder.output(TrainingProgram.LOSS, result.squared().mean().name());
        Graph graph = builder.build();
        Map<String, Integer> groups = new TreeMap<>();
        Map<String, Tensor> weights = new HashMap<>();
        graph.parameters().forEach(each -> {
            groups.put(each.name(), 0);
            weights.put(each.name(), Golden.tensor(each.name(), each.shape(), -1, 1));
        });
        TrainingProgram program = new TrainingProgram(
                graph,
                Map.of("x", input),
                groups,
                Set.of(),
                Optimizer.sgd(0.1),
                Double.POSITIVE_INFINITY,
                precision,
                1);
        try (Trainer trainer = new PyTorchEngine().train(program, Weights.of(weights), Weights.empty(), Device.CPU)) {
            Weights gradients = trainer.gradients(List.of(Golden.tensor("x", input.with(0, 5), -1, 1)));
            return groups.keySet().stream()
                    .flatMapToDouble(name -> Arrays.stream(gradients.get(name).toDoubles()))
                    .toArray();
        }
    }

    /** The result of a step and the gradient of the layer in front, one behind the other. */
    private static double[] results(UnaryOperator<Value> formula, Precision precision) {
        Graph.Builder graph = Graph.builder();
        String x = graph.add("x", new Input(DType.FLOAT32, 2));
        Value low = Value.of(graph, graph.add("fc", new Linear(3, 4, false), x));
        Value result = formula.apply(low);
        graph.output(TrainingProgram.LOSS, result.squared().mean().name());
        graph.output("result", result.name());
        TrainingProgram program = new TrainingProgram(
                graph.build(),
                Map.of("x", Shape.of(1, 3)),
                Map.of("fc.weight", 0),
                Set.of(),
                Optimizer.sgd(0.1),
                Double.POSITIVE_INFINITY,
                precision,
                1);
        Weights weights = Weights.of(Map.of("fc.weight", Golden.tensor("fc.weight", WEIGHT, -1, 1)));
        List<Tensor> batch = List.of(Golden.tensor("x", Shape.of(5, 3), -1, 1));
        try (Trainer trainer = new PyTorchEngine().train(program, weights, Weights.empty(), Device.CPU)) {
            double[] gradient = trainer.gradients(batch).get("fc.weight").toDoubles();
            Tensor output = trainer.accumulate(batch).get(1);
            assertThat(output.type()).isEqualTo(DType.FLOAT32);
            return Stream.of(output.toDoubles(), gradient)
                    .flatMapToDouble(Arrays::stream)
                    .toArray();
        }
    }
}
