package io.ocelli.graph;

import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Takes batch norms out of a graph for inference: where a {@link BatchNorm2d} alone follows a {@link Conv2d} whose weight nobody
 * else reads, its running statistics and its affine become part of the convolution's weight and bias. Other batch norms stay.
 * The arithmetic is in double, and the result is float32.
 */
public final class FoldBatchNorms {

    /**
     * A graph with the weights that belong to it.
     *
     * @param stands batch norms that are gone, each with the convolution that computes its result now
     */
    public record Folded(Graph graph, Weights weights, Map<String, String> stands) {
        public Folded {
            stands = Collections.unmodifiableMap(new LinkedHashMap<>(stands));
        }
    }

    private final Graph graph;
    private final Weights weights;
    private final Map<String, Integer> uses = new HashMap<>();
    private final Map<String, Tensor> changed = new HashMap<>();
    private final Map<String, String> stands = new LinkedHashMap<>();

    private final Predicate<String> fixed;

    private FoldBatchNorms(Graph graph, Weights weights, Predicate<String> fixed) {
        this.fixed = fixed;
        this.graph = graph;
        this.weights = weights;
    }

    /**
     * The same function with as few batch norms as can be. Neither argument changes; weights that no folding touched are
     * shared.
     *
     * @throws IllegalArgumentException naming the weights that are missing or of another shape
     */
    public static Folded fold(Graph graph, Weights weights) {
        return fold(graph, weights, parameter -> true);
    }

    /** As {@link #fold(Graph, Weights)}, where only some parameters, by full name, stay as they are. */
    public static Folded fold(Graph graph, Weights weights, Predicate<String> fixed) {
        return new FoldBatchNorms(graph, weights, fixed).fold();
    }

    private Folded fold() {
        graph.nodes().forEach(node -> node.inputs().forEach(input -> uses.merge(input, 1, Integer::sum)));
        graph.outputs().values().forEach(output -> uses.merge(output, 1, Integer::sum));
        Map<String, Node> owners = graph.owners();
        for (Node node : graph.nodes()) {
            if (node.operation() instanceof BatchNorm2d) {
                Node before = graph.node(node.input());
                boolean stays =
                        node.inputs().subList(1, node.inputs().size()).stream().allMatch(fixed);
                if (before.operation() instanceof Conv2d && stays && folds(before, owners)) {
                    fold(before, (Conv2d) before.operation(), node);
                }
            }
        }
        Graph folded = folded();
        return new Folded(folded, weightsOf(folded), stands);
    }

    /** Whether nobody else reads the convolution's result and its own weights. */
    private boolean folds(Node conv, Map<String, Node> owners) {
        boolean alone = uses.getOrDefault(conv.name(), 0) == 1;
        for (String weight : conv.inputs().subList(1, conv.inputs().size())) {
            alone &= conv.equals(owners.get(weight)) && uses.getOrDefault(weight, 0) == 1 && fixed.test(weight);
        }
        return alone;
    }

    private void fold(Node conv, Conv2d operation, Node norm) {
        double eps = ((BatchNorm2d) norm.operation()).eps();
        double[] gamma = read(norm, "weight").toDoubles();
        double[] beta = read(norm, "bias").toDoubles();
        double[] mean = read(norm, "running_mean").toDoubles();
        double[] variance = read(norm, "running_var").toDoubles();
        double[] bias = operation.bias() ? read(conv, "bias").toDoubles() : new double[operation.out()];

        Tensor weight = read(conv, "weight");
        float[] scaled = weight.toFloats();
        float[] offsets = new float[operation.out()];
        int fan = scaled.length / operation.out();
        for (int channel = 0; channel < operation.out(); channel++) {
            double factor = gamma[channel] / Math.sqrt(variance[channel] + eps);
            for (int i = channel * fan; i < (channel + 1) * fan; i++) {
                scaled[i] = (float) (scaled[i] * factor);
            }
            offsets[channel] = (float) (beta[channel] + (bias[channel] - mean[channel]) * factor);
        }
        changed.put(conv.parameter("weight"), Tensor.of(weight.shape(), scaled));
        changed.put(conv.name() + ".bias", Tensor.of(Shape.of(operation.out()), offsets));
        stands.put(norm.name(), conv.name());
    }

    private Graph folded() {
        List<String> biased = new ArrayList<>(stands.values());
        Graph.Builder nodes = Graph.builder();
        Map<String, Node> owners = graph.owners();
        for (Node node : graph.nodes()) {
            Node owner = owners.get(node.name());
            if (owner != null && biased.contains(owner.name())) {
                continue;
            }
            if (biased.contains(node.name())) {
                nodes.add(node.name(), ((Conv2d) node.operation()).withBias(), replaced(node.input()));
            } else if (!stands.containsKey(node.name())) {
                List<String> inputs = new ArrayList<>();
                node.inputs().forEach(input -> inputs.add(replaced(input)));
                nodes.put(new Node(node.name(), node.operation(), inputs));
            }
        }
        graph.outputs().forEach((name, node) -> nodes.output(name, replaced(node)));
        return nodes.build();
    }

    private String replaced(String node) {
        return stands.getOrDefault(node, node);
    }

    private Weights weightsOf(Graph folded) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Parameter parameter : folded.parameters()) {
            Tensor tensor = changed.containsKey(parameter.name())
                    ? changed.get(parameter.name())
                    : weights.find(parameter.name());
            if (tensor != null) {
                tensors.put(parameter.name(), tensor);
            }
        }
        return Weights.of(tensors);
    }

    private Tensor read(Node node, String name) {
        String full = node.parameter(name);
        for (Parameter parameter : graph.parametersOf(node.name())) {
            if (parameter.name().equals(full)) {
                return parameter.in(weights);
            }
        }
        throw new IllegalArgumentException(
                "The " + name + " of '" + node.name() + "' is a weight, and '" + full + "' is none");
    }
}
