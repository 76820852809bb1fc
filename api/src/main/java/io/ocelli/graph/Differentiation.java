package io.ocelli.graph;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.ocelli.tensor.Shape;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The pass that adds gradients to a graph: those of the sum of one node's elements with respect to other nodes, be they inputs,
 * weights or anything between, by reverse accumulation. What it adds are operations like any other, so an engine that computes
 * the graph computes its gradients.
 */
public final class Differentiation {
    private final Graph graph;
    private final Map<String, Shape> shapes;
    private final Set<String> path;

    private Differentiation(Graph graph, Map<String, Shape> shapes, Set<String> path) {
        this.graph = graph;
        this.shapes = shapes;
        this.path = path;
    }

    /**
     * A graph with gradients.
     *
     * @param graph all of the original's nodes and outputs, and for each gradient an output more
     * @param gradients the name of the output that holds the gradient with respect to each node
     */
    public record Differentiated(Graph graph, Map<String, String> gradients) {
        public Differentiated {
            gradients = ImmutableMap.copyOf(gradients);
        }
    }

    /** The name of the output that holds the gradient with respect to a node. */
    public static String output(String node) {
        return "gradient/" + node;
    }

    /** The name of the output that holds the product of second derivatives and gradients at a node. */
    public static String curvature(String node) {
        return "curvature/" + node;
    }

    /**
     * Why the pass cannot differentiate, naming the node, or null where it can.
     *
     * @param of the node whose elements' sum is differentiated
     * @param respectTo the nodes with respect to which
     * @param shapes of every node's result, for a batch of more than one sample
     * @param batchStatistics batch norms that use the statistics of the batch
     */
    public static @Nullable String refuses(
            Graph graph,
            String of,
            Collection<String> respectTo,
            Map<String, Shape> shapes,
            Set<String> batchStatistics) {
        Set<String> path = path(graph, of, respectTo);
        for (Node node : graph.nodes()) {
            if (path.contains(node.name()) && !respectToAlone(node, path)) {
                if (batchStatistics.contains(node.name()) && node.operation() instanceof BatchNorm2d) {
                    return "the batch norm '" + node.name() + "' uses the statistics of the batch";
                }
                String reason = Derivatives.refuses(new Place(graph, node, shapes, path));
                if (reason != null) {
                    return "the " + Operations.name(node.operation()) + " '" + node.name() + "' " + reason;
                }
            }
        }
        return null;
    }

    /** Whether the gradient ends at a node. */
    private static boolean respectToAlone(Node node, Set<String> path) {
        return Collections.disjoint(node.inputs(), path);
    }

    /**
     * Adds the gradients.
     *
     * @throws IllegalArgumentException if the pass {@linkplain #refuses refuses}, or the result does not depend on one of the nodes
     */
    public static Differentiated of(Graph graph, String of, Collection<String> respectTo, Map<String, Shape> shapes) {
        String refused = refuses(graph, of, respectTo, shapes, Collections.emptySet());
        if (refused != null) {
            throw new IllegalArgumentException("Gradients pass what has a derivative here, and " + refused);
        }
        return new Differentiation(graph, shapes, path(graph, of, respectTo)).run(of, respectTo);
    }

    /**
     * Refuses nodes that a result does not depend on.
     *
     * @throws IllegalArgumentException naming one
     */
    public static void requirePath(Graph graph, String of, Collection<String> respectTo) {
        path(graph, of, respectTo);
    }

    /**
     * The nodes that depend on some nodes, and that a result depends on, as far as gradients pass from one to the next; those
     * nodes and the result are among them.
     *
     * @throws IllegalArgumentException naming one of the nodes that the result does not depend on
     */
    public static Set<String> path(Graph graph, String of, Collection<String> respectTo) {
        Set<String> before = graph.ancestors(of);
        Set<String> path = new HashSet<>();
        for (Node node : graph.nodes()) {
            boolean follows = node.inputs().stream().anyMatch(path::contains) && Derivatives.passes(node.operation());
            if (before.contains(node.name()) && (respectTo.contains(node.name()) || follows)) {
                path.add(node.name());
            }
        }
        for (String node : respectTo) {
            if (!path.contains(graph.node(node).name()) || !path.contains(of)) {
                throw new IllegalArgumentException(
                        "A gradient goes from '" + of + "' to what it depends on, and it does not on '" + node + "'");
            }
        }
        return path;
    }

    private Differentiated run(String of, Collection<String> respectTo) {
        Graph.Builder builder = graph.extend();
        graph.outputs().forEach(builder::output);
        Map<String, Value> gradients = new HashMap<>();
        Value result = Value.of(builder, of);
        gradients.put(of, result.constant(1).expandAs(result));
        List<Node> backwards = new ArrayList<>(graph.nodes());
        Collections.reverse(backwards);
        for (Node node : backwards) {
            Value gradient = gradients.get(node.name());
            if (gradient == null || !path.contains(node.name()) || respectToAlone(node, path)) {
                continue;
            }
            List<@Nullable Value> parts = Derivatives.of(new Place(graph, node, shapes, path), builder, gradient);
            for (int i = 0; i < parts.size(); i++) {
                Value part = parts.get(i);
                if (part != null && path.contains(node.inputs().get(i))) {
                    gradients.merge(node.inputs().get(i), part, Value::plus);
                }
            }
        }
        Map<String, String> outputs = new LinkedHashMap<>();
        for (String node : respectTo) {
            builder.output(
                    output(node),
                    Objects.requireNonNull(gradients.get(node), node).name());
            outputs.put(node, output(node));
        }
        return new Differentiated(builder.build(), outputs);
    }

    /** A node at its place, as its rule sees it. */
    record Place(Graph graph, Node node, Map<String, Shape> shapes, Set<String> path) {
        Shape shape() {
            return Objects.requireNonNull(shapes.get(node.name()));
        }

        Shape shape(int input) {
            return Objects.requireNonNull(shapes.get(node.inputs().get(input)));
        }

        /** Whether a gradient is wanted of an input. */
        boolean wants(int input) {
            return input < node.inputs().size() && path.contains(node.inputs().get(input));
        }

        List<String> inputs() {
            return ImmutableList.copyOf(node.inputs());
        }
    }
}
