package io.ocelli.onnxruntime;

import io.ocelli.engine.Program;
import io.ocelli.graph.Activation;
import io.ocelli.graph.AdaptiveAvgPool2d;
import io.ocelli.graph.BatchNorm2d;
import io.ocelli.graph.Conv2d;
import io.ocelli.graph.Flatten;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Input;
import io.ocelli.graph.Linear;
import io.ocelli.graph.Operation;
import io.ocelli.graph.Parameter;
import io.ocelli.graph.Softmax;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.testing.Golden;
import io.ocelli.weights.Weights;
import java.util.LinkedHashMap;
import java.util.Map;

/** Small programs for tests. */
final class Networks {
    private Networks() {}

    /** A convolution with its norm, a linear layer and probabilities of ten classes, over 3 x 16 x 16. */
    static Program small() {
        return small(8);
    }

    static Program small(int width) {
        Graph.Builder graph = Graph.builder();
        String x = graph.add("input", new Input(DType.FLOAT32, 4));
        x = graph.add("conv", Conv2d.of(3, width, 3).padding(1).withoutBias(), x);
        x = graph.add("norm", BatchNorm2d.of(width), x);
        x = graph.add("relu", Activation.RELU, x);
        x = graph.add("pool", AdaptiveAvgPool2d.GLOBAL, x);
        x = graph.add("fc", Linear.of(width, 10), graph.add("flatten", new Flatten(), x));
        graph.output("logits", x).output("probabilities", graph.add("probabilities", new Softmax(1), x));
        return new Program(graph.build(), Map.of("input", Shape.of(1, 3, 16, 16)));
    }

    /** One operation over one float input. */
    static Program of(Operation operation, Shape input) {
        Graph.Builder graph = Graph.builder();
        String x = graph.add("x", new Input(DType.FLOAT32, input.rank()));
        graph.output("y", graph.add("node", operation, x));
        return new Program(graph.build(), Map.of("x", input));
    }

    /** Weights by the fill rule. */
    static Weights weights(Program program) {
        Map<String, Shape> state = new LinkedHashMap<>();
        for (Parameter parameter : program.graph().parameters()) {
            state.put(parameter.name(), parameter.shape());
        }
        return Golden.weights(state, 1);
    }

    static Tensor input(int batch) {
        return Golden.tensor("input", Shape.of(batch, 3, 16, 16), -2, 2);
    }
}
