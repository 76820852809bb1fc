package io.ocelli.testing;

import io.ocelli.engine.Optimizer;
import io.ocelli.engine.Precision;
import io.ocelli.engine.Program;
import io.ocelli.engine.TrainingProgram;
import io.ocelli.graph.Activation;
import io.ocelli.graph.AdaptiveAvgPool2d;
import io.ocelli.graph.BatchNorm2d;
import io.ocelli.graph.Conv2d;
import io.ocelli.graph.Flatten;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Input;
import io.ocelli.graph.Linear;
import io.ocelli.graph.Parameter;
import io.ocelli.graph.Softmax;
import io.ocelli.graph.Value;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.training.Loss;
import io.ocelli.weights.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A network of a few layers, to be run and trained: from "first" to "fc". */
final class SmallNetwork {
    static final int CLASSES = 5;

    private static final Shape INPUT = Shape.of(1, 3, 8, 8);

    private final Graph graph;

    private SmallNetwork(Graph graph) {
        this.graph = graph;
    }

    static SmallNetwork withBatchNorm() {
        return new SmallNetwork(graph(true));
    }

    static SmallNetwork withoutBatchNorm() {
        return new SmallNetwork(graph(false));
    }

    /** Without a convolution, as a head is. */
    static SmallNetwork ofLinearLayers() {
        Graph.Builder graph = Graph.builder();
        String x = graph.add("flatten", new Flatten(), graph.add("input", new Input(DType.FLOAT32, 4)));
        x = graph.add("tanh", Activation.TANH, graph.add("first", Linear.of(Math.toIntExact(INPUT.count()), 8), x));
        return new SmallNetwork(ending(graph, x, 8));
    }

    private static Graph graph(boolean normalised) {
        Graph.Builder graph = Graph.builder();
        String x = graph.add("input", new Input(DType.FLOAT32, 4));
        x = graph.add("first", Conv2d.of(3, 8, 3).padding(1), x);
        if (normalised) {
            x = graph.add("bn", BatchNorm2d.of(8), x);
        }
        x = graph.add("tanh", Activation.TANH, x);
        x = graph.add("pool", new AdaptiveAvgPool2d(io.ocelli.graph.Size.of(2)), x);
        return ending(graph, graph.add("flatten", new Flatten(), x), 32);
    }

    private static Graph ending(Graph.Builder graph, String features, int width) {
        String logits = graph.add("fc", Linear.of(width, CLASSES), features);
        // The later node first: outputs come in their own order, not in the nodes'.
        graph.output("probabilities", graph.add("softmax", new Softmax(1), logits));
        return graph.output("logits", logits).build();
    }

    Program program() {
        return new Program(graph, Map.of("input", INPUT));
    }

    Weights weights() {
        Map<String, Shape> state = new LinkedHashMap<>();
        for (Parameter parameter : graph.parameters()) {
            state.put(parameter.name(), parameter.shape());
        }
        return Golden.weights(state, 1);
    }

    /** A training step of everything; the head has the second learning rate. */
    TrainingProgram training(Optimizer optimizer, double clip, int accumulation) {
        Map<String, Integer> groups = new LinkedHashMap<>();
        for (Parameter parameter : graph.parameters()) {
            if (parameter.role() == Parameter.Role.WEIGHT) {
                groups.put(parameter.name(), parameter.name().startsWith("fc.") ? 1 : 0);
            }
        }
        return training(optimizer, clip, accumulation, groups);
    }

    TrainingProgram training(Optimizer optimizer, double clip, int accumulation, Map<String, Integer> groups) {
        Graph.Builder learning = graph.extend();
        String targets = learning.add("targets", new Input(DType.FLOAT32, 2));
        learning.output(
                TrainingProgram.LOSS,
                Loss.crossEntropy()
                        .of(Value.of(learning, graph.output("logits")), Value.of(learning, targets))
                        .name());
        return new TrainingProgram(
                learning.build(),
                Map.of("input", INPUT, "targets", Shape.of(1, CLASSES)),
                groups,
                Set.of(),
                optimizer,
                clip,
                Precision.FP32,
                accumulation);
    }

    static Tensor input(String name, int batch) {
        return Golden.tensor(name, INPUT.with(0, batch), -2, 2);
    }

    /** Pictures and targets of this number. */
    static List<Tensor> batch(int number, int rows) {
        float[] targets = new float[rows * CLASSES];
        for (int row = 0; row < rows; row++) {
            targets[row * CLASSES + (row + number) % CLASSES] = 1;
        }
        return List.of(input("batch" + number, rows), Tensor.of(Shape.of(rows, CLASSES), targets));
    }

    /** Some rows of each tensor. */
    static List<Tensor> rows(List<Tensor> tensors, int from, int to) {
        return tensors.stream().map(tensor -> rows(tensor, from, to)).toList();
    }

    static Tensor rows(Tensor tensor, int from, int to) {
        int each = Math.toIntExact(tensor.shape().count() / tensor.shape().get(0));
        float[] values = java.util.Arrays.copyOfRange(tensor.toFloats(), from * each, to * each);
        return Tensor.of(tensor.shape().with(0, to - from), values);
    }
}
