package io.ocelli.graph;

import io.ocelli.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The shapes of all results of a graph, from those of its inputs. */
final class ShapeInference {
    /** More than any network has; a graph from a file is not to make each of its shapes as large as the file. */
    private static final int DIMENSIONS = 16;

    private ShapeInference() {}

    static Map<String, Shape> shapes(Graph graph, Map<String, Shape> inputs) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        for (Node node : graph.nodes()) {
            List<Shape> received = new ArrayList<>();
            if (node.operation() instanceof Input) {
                Shape given = inputs.get(node.name());
                if (given == null) {
                    throw new IllegalArgumentException("The graph's input '" + node.name()
                            + "' needs a shape, received shapes of " + inputs.keySet());
                }
                received.add(given);
            }
            for (String input : node.inputs()) {
                received.add(shapes.get(input));
            }
            try {
                Shape shape = node.operation().infer(received);
                if (shape.rank() > DIMENSIONS) {
                    throw new IllegalArgumentException(
                            "A result has at most " + DIMENSIONS + " dimensions, received " + shape.rank());
                }
                shapes.put(node.name(), shape);
            } catch (IllegalArgumentException | ArithmeticException e) {
                throw new IllegalArgumentException(
                        "Node '" + node.name() + "' (" + Operations.name(node.operation()) + "): " + e.getMessage(), e);
            }
        }
        return shapes;
    }
}
