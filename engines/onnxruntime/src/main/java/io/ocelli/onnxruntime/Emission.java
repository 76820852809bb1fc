package io.ocelli.onnxruntime;

import io.ocelli.graph.Graph;
import io.ocelli.graph.Node;
import io.ocelli.graph.Weight;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The place where an operation is written: its inputs, shapes and parameters, and the graph that grows. Shapes are for a
 * batch of two; the leading extent of an activation is that many times the batch size, so nodes leave it open (-1 in a
 * reshape).
 */
final class Emission {
    private final OnnxGraph onnx;
    private final Graph graph;
    private final Node node;
    private final Map<String, String> values;
    private final Map<String, Shape> shapes;
    private final Weights weights;

    Emission(
            OnnxGraph onnx,
            Graph graph,
            Node node,
            Map<String, String> values,
            Map<String, Shape> shapes,
            Weights weights) {
        this.onnx = onnx;
        this.graph = graph;
        this.node = node;
        this.values = values;
        this.shapes = shapes;
        this.weights = weights;
    }

    /** The value of the first input. */
    String input() {
        return input(0);
    }

    /** The value of an input. */
    String input(int i) {
        return Objects.requireNonNull(values.get(node.inputs().get(i)));
    }

    /** The value of the result. */
    String result() {
        return Objects.requireNonNull(values.get(node.name()));
    }

    /** The inputs of the node's parameters and all others. */
    String[] all() {
        String[] all = new String[inputs()];
        Arrays.setAll(all, this::input);
        return all;
    }

    /** The number of inputs. */
    int inputs() {
        return node.inputs().size();
    }

    /** The shape of the first input. */
    Shape inputShape() {
        return inputShape(0);
    }

    /** The shape of an input. */
    Shape inputShape(int i) {
        return Objects.requireNonNull(shapes.get(node.inputs().get(i)));
    }

    /** The shape of the result. */
    Shape shape() {
        return Objects.requireNonNull(shapes.get(node.name()));
    }

    /** The place of the node that computes the first input. */
    Emission before() {
        return new Emission(onnx, graph, source(), values, shapes, weights);
    }

    /** The node that computes the first input. */
    Node source() {
        return source(0);
    }

    /** The node that computes an input. */
    Node source(int i) {
        return graph.node(node.inputs().get(i));
    }

    /** The value that holds the entry of the state dict that the node is. */
    String entry(Weight weight) {
        return onnx.isLearning(node.name())
                ? node.name()
                : onnx.tensor(node.name(), weight.parameter(node.name()).in(weights));
    }

    /** The tensor of an input that is the same in each run; null where it is computed, or learns. */
    @Nullable
    Tensor fixed(int i) {
        Node source = graph.node(node.inputs().get(i));
        return source.operation() instanceof Weight && !onnx.isLearning(source.name())
                ? ((Weight) source.operation()).parameter(source.name()).in(weights)
                : null;
    }

    /** A value that never changes, such as a rearranged parameter; {@code name} is for people. */
    String constant(String name, Tensor tensor) {
        return onnx.tensor(onnx.name(node.name() + "/" + name), tensor);
    }

    /** A list of int64, as many operators take. */
    String integers(String name, long... values) {
        return constant(name, Tensor.of(Shape.of(values.length), values));
    }

    /** A float32 scalar. */
    String number(String name, double value) {
        return constant(name, Tensor.of(Shape.of(), (float) value));
    }

    /** Begins an ONNX node. */
    OnnxGraph.Call call(String type) {
        return onnx.call(type, node.name() + "/" + type);
    }
}
