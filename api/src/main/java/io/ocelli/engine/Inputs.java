package io.ocelli.engine;

import com.google.common.collect.ImmutableList;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Input;
import io.ocelli.graph.Node;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What a program's inputs take. */
final class Inputs {
    private Inputs() {}

    static void check(Graph graph, Map<String, Shape> shapes, List<Tensor> given) {
        List<Node> nodes = graph.inputs();
        if (given.size() != nodes.size()) {
            List<String> wanted = new ArrayList<>();
            for (Node node : nodes) {
                wanted.add(described(node, shape(shapes, node)));
            }
            throw new IllegalArgumentException("the program takes " + wanted + ", received " + given);
        }
        for (int i = 0; i < nodes.size(); i++) {
            Shape shape = shape(shapes, nodes.get(i));
            if (!fits((Input) nodes.get(i).operation(), shape, given.get(i))) {
                throw new IllegalArgumentException("Input " + i + " of the program is " + described(nodes.get(i), shape)
                        + ", received " + given.get(i));
            }
        }
    }

    /** The shapes of inputs for so many samples. */
    static Map<String, Shape> batch(Map<String, Shape> one, int samples) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        one.forEach((name, shape) ->
                shapes.put(name, shape.rank() == 0 ? shape : shape.with(0, shape.get(0) * samples)));
        return shapes;
    }

    /** The names of a graph's inputs, in order. */
    static List<String> names(Graph graph) {
        ImmutableList.Builder<String> names = ImmutableList.builder();
        graph.inputs().forEach(node -> names.add(node.name()));
        return names.build();
    }

    /** Tensors by name in the order of these names. */
    static List<Tensor> ordered(List<String> names, Map<String, Tensor> given) {
        List<Tensor> ordered = new ArrayList<>();
        for (String name : names) {
            Tensor tensor = given.get(name);
            if (tensor != null) {
                ordered.add(tensor);
            }
        }
        if (ordered.size() < names.size() || given.size() > names.size()) {
            throw new IllegalArgumentException("The program takes " + names + ", received " + given.keySet());
        }
        return ordered;
    }

    /** Tensors under their names. */
    static Map<String, Tensor> named(List<String> names, List<Tensor> tensors) {
        Map<String, Tensor> named = new LinkedHashMap<>();
        for (int i = 0; i < tensors.size(); i++) {
            named.put(names.get(i), tensors.get(i));
        }
        return named;
    }

    private static Shape shape(Map<String, Shape> shapes, Node node) {
        return Objects.requireNonNull(shapes.get(node.name()), node.name());
    }

    private static boolean fits(Input input, Shape shape, Tensor given) {
        if (given.type() != input.type() || given.shape().rank() != shape.rank()) {
            return false;
        }
        for (int d = 0; d < shape.rank(); d++) {
            long extent = given.shape().get(d);
            boolean fits = d == 0 ? extent > 0 && extent % Math.max(1, shape.get(0)) == 0 : extent == shape.get(d);
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    /** The name, the type, and the shape with a question mark in the place of the batch. */
    private static String described(Node node, Shape shape) {
        StringBuilder text = new StringBuilder(node.name())
                .append(' ')
                .append(((Input) node.operation()).type())
                .append('[');
        for (int d = 0; d < shape.rank(); d++) {
            text.append(d == 0 ? "?" : ", " + shape.get(d));
        }
        return text.append(']').toString();
    }
}
