package io.ocelli.onnxruntime;

import io.ocelli.error.EngineException;
import io.ocelli.graph.FoldBatchNorms;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Input;
import io.ocelli.graph.Node;
import io.ocelli.graph.Operations;
import io.ocelli.graph.Weight;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.weights.Weights;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** A network as ONNX nodes, from its inputs to its outputs, its batch norms folded. */
final class Forward {
    private final OnnxGraph onnx;
    private final Graph graph;
    private final Map<String, Shape> one;
    private final Map<String, Shape> shapes;
    private final Weights weights;
    private final Map<String, String> values = new HashMap<>();

    private Forward(OnnxGraph onnx, FoldBatchNorms.Folded folded, Map<String, Shape> one, Map<String, Shape> shapes) {
        this.onnx = onnx;
        this.one = one;
        this.graph = folded.graph();
        this.shapes = shapes;
        this.weights = folded.weights();
    }

    /**
     * Writes a graph, its inputs and its outputs.
     *
     * @param one the shapes of its nodes for a batch of one
     * @param two the shapes of its nodes for a batch of two
     * @throws EngineException naming the node that has no counterpart in ONNX, or whose weights do not fit
     */
    static void write(OnnxGraph onnx, Graph graph, Map<String, Shape> one, Map<String, Shape> two, Weights weights) {
        new Forward(onnx, fold(onnx, graph, weights), one, two).write();
    }

    private static FoldBatchNorms.Folded fold(OnnxGraph onnx, Graph graph, Weights weights) {
        try {
            return FoldBatchNorms.fold(graph, weights, parameter -> !onnx.isLearning(parameter));
        } catch (IllegalArgumentException e) {
            throw new EngineException(String.valueOf(e.getMessage()), e);
        }
    }

    private void write() {
        graph.outputs().keySet().forEach(onnx::name);
        for (Node node : graph.nodes()) {
            if (node.operation() instanceof Input) {
                String value = onnx.name(node.name());
                onnx.input(value, ((Input) node.operation()).type(), one(node.name()), shape(node.name()));
                values.put(node.name(), value);
            } else {
                values.put(node.name(), emit(node));
            }
        }
        graph.outputs().forEach((name, node) -> {
            onnx.call("Identity", "output/" + name).with(value(node)).result(name);
            onnx.output(name, DType.FLOAT32, one(node), shape(node));
        });
    }

    private String emit(Node node) {
        try {
            return Emitters.emit(node.operation(), at(node));
        } catch (IllegalArgumentException e) {
            String where = "Node '" + node.name() + "' (" + Operations.name(node.operation()) + ")";
            String message = String.valueOf(e.getMessage());
            if (node.operation() instanceof Weight) {
                throw new EngineException(message, e);
            }
            throw new EngineException(message.startsWith(where) ? message : where + ": " + message, e);
        }
    }

    /** The place of a node. */
    Emission at(Node node) {
        return new Emission(onnx, graph, node, values, shapes, weights);
    }

    /** The value that a node computes. */
    String value(String node) {
        return Objects.requireNonNull(values.get(node));
    }

    private Shape one(String node) {
        return Objects.requireNonNull(one.get(node));
    }

    private Shape shape(String node) {
        return Objects.requireNonNull(shapes.get(node));
    }
}
