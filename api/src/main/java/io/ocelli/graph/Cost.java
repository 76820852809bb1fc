package io.ocelli.graph;

import io.ocelli.tensor.Shape;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a network holds and what one sample costs it.
 *
 * @param parameters the numbers that it learns
 * @param products the products of a weight or an activation with an activation, each with its sum: those of convolutions,
 *     linear layers and attention, as torchvision counts them
 */
public record Cost(long parameters, long products) {

    /**
     * The cost of a graph.
     *
     * @param inputs the shape of each input, for a batch of one
     * @throws IllegalArgumentException naming the node whose inputs do not fit
     */
    public static Cost of(Graph graph, Map<String, Shape> inputs) {
        Map<String, Shape> shapes = graph.shapes(inputs);
        long parameters = 0;
        long products = 0;
        for (Parameter parameter : graph.parameters()) {
            parameters += parameter.role() == Parameter.Role.WEIGHT
                    ? parameter.shape().count()
                    : 0;
        }
        for (Node node : graph.nodes()) {
            products += products(node, shapes);
        }
        return new Cost(parameters, products);
    }

    /** Billions of products, each with its sum: what torchvision calls GFLOPS. */
    public double gigaflops() {
        return products / 1e9;
    }

    private static long products(Node node, Map<String, Shape> shapes) {
        Operation operation = node.operation();
        Shape result = shape(shapes, node.name());
        List<String> inputs = node.inputs();
        if (operation instanceof Conv2d) {
            Conv2d conv = (Conv2d) operation;
            long each = (long) conv.in()
                    / conv.groups()
                    * conv.kernel().height()
                    * conv.kernel().width();
            return result.count() * each;
        }
        if (operation instanceof Linear) {
            return result.count() * shape(shapes, inputs.get(0)).get(-1);
        }
        if (operation instanceof Attention) {
            Shape queries = shape(shapes, inputs.get(0));
            long keys = shape(shapes, inputs.get(1)).get(-2);
            return (queries.count() + result.count()) * keys;
        }
        return 0;
    }

    private static Shape shape(Map<String, Shape> shapes, String node) {
        return Objects.requireNonNull(shapes.get(node), node);
    }
}
