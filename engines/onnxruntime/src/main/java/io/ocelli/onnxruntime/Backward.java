package io.ocelli.onnxruntime;

import io.ocelli.engine.Precision;
import io.ocelli.engine.TrainingProgram;
import io.ocelli.graph.BatchNorm2d;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Node;
import io.ocelli.graph.Operations;
import io.ocelli.graph.Parameter;
import io.ocelli.graph.Weight;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The gradients of a training step as ONNX nodes, by reverse accumulation from the loss to what learns. */
final class Backward {
    private final OnnxGraph onnx;
    private final Forward forward;
    private final Set<String> path;
    private final Map<String, String> gradients = new HashMap<>();

    private Backward(OnnxGraph onnx, Forward forward, Set<String> path) {
        this.onnx = onnx;
        this.forward = forward;
        this.path = path;
    }

    /** What of a step cannot be written, in words, or null. */
    static @Nullable String refuses(TrainingProgram program) {
        if (program.precision() != Precision.FP32) {
            return "it trains in float32, and this recipe asks for " + program.precision();
        }
        Graph graph = program.graph();
        Map<String, Shape> shapes = graph.shapes(program.inputs());
        Set<String> path = path(program, graph);
        for (Node node : graph.nodes()) {
            if (node.operation() instanceof BatchNorm2d && !program.frozen().contains(node.name())) {
                return "it trains linear layers on what is frozen, and the batch norm '" + node.name() + "' is not";
            }
            if (path.contains(node.name()) && !(node.operation() instanceof Weight) && !Rules.know(node, shapes)) {
                return "it trains linear layers on what is frozen, and the " + Operations.name(node.operation()) + " '"
                        + node.name() + "' would have to pass a gradient on";
            }
        }
        return null;
    }

    /** The nodes between what learns and the loss: the gradient passes there. */
    private static Set<String> path(TrainingProgram program, Graph graph) {
        Set<String> before = graph.ancestors(graph.output(TrainingProgram.LOSS));
        Set<String> path = new HashSet<>();
        for (Node node : graph.nodes()) {
            boolean learns = program.groups().containsKey(node.name());
            if (before.contains(node.name())
                    && (learns || node.inputs().stream().anyMatch(path::contains))) {
                path.add(node.name());
            }
        }
        return path;
    }

    /** Writes the gradient of each parameter that learns, over the number of batches that are accumulated, as an output. */
    static void write(OnnxGraph onnx, TrainingProgram program, Forward forward) {
        Backward backward = new Backward(onnx, forward, path(program, forward.graph()));
        backward.run(forward.graph().output(TrainingProgram.LOSS), 1.0 / program.accumulation());
        for (Parameter parameter : program.learning()) {
            String name = onnx.name("gradient/" + parameter.name());
            onnx.call("Identity", name)
                    .with(Objects.requireNonNull(backward.gradients.get(parameter.name())))
                    .result(name);
            onnx.gradient(name, parameter.shape());
        }
    }

    private void run(String loss, double seed) {
        gradients.put(loss, onnx.tensor(onnx.name("seed"), Tensor.of(Shape.of(), (float) seed)));
        List<Node> nodes = new ArrayList<>(forward.graph().nodes());
        Collections.reverse(nodes);
        for (Node node : nodes) {
            String gradient = gradients.get(node.name());
            if (gradient != null && path.contains(node.name()) && !(node.operation() instanceof Weight)) {
                Rules.differentiate(
                        node,
                        forward,
                        gradient,
                        (i, part) -> gradients.merge(node.inputs().get(i), part, Backward.this::sum));
            }
        }
    }

    private String sum(String one, String other) {
        return onnx.call("Add", "gradient/Add").with(one, other).result();
    }
}
