package io.ocelli.graph;

import com.google.common.collect.ImmutableList;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The pass that takes batch norms out of a graph for inference: where a {@link BatchNorm2d} alone follows a
 * {@link Conv2d}, its running statistics and its affine become part of the convolution's weight and bias. Other batch
 * norms stay. The arithmetic is in double, and the result is float32.
 */
public final class FoldBatchNorms {

    /** A graph with the weights that belong to it. */
    public record Folded(Graph graph, Weights weights) {}

    private final Graph graph;
    private final Weights weights;
    private final Map<String, Tensor> changed = new HashMap<>();
    /** Names of folded batch norms, each with the convolution that computes its result now. */
    private final Map<String, String> stands = new HashMap<>();

    private FoldBatchNorms(Graph graph, Weights weights) {
        this.graph = graph;
        this.weights = weights;
    }

    /**
     * The same function with as few batch norms as can be. Neither argument changes; weights that no folding touched are
     * shared.
     *
     * @throws IllegalArgumentException naming the node whose weights are missing or of another shape
     */
    public static Folded fold(Graph graph, Weights weights) {
        return new FoldBatchNorms(graph, weights).fold();
    }

    private Folded fold() {
        Map<String, Integer> uses = new HashMap<>();
        graph.nodes().forEach(node -> node.inputs().forEach(input -> uses.merge(input, 1, Integer::sum)));
        graph.outputs().values().forEach(output -> uses.merge(output, 1, Integer::sum));
        for (Node node : graph.nodes()) {
            if (node.operation() instanceof BatchNorm2d) {
                Node before = graph.node(node.inputs().get(0));
                if (before.operation() instanceof Conv2d && uses.getOrDefault(before.name(), 0) == 1) {
                    fold(before, (Conv2d) before.operation(), node);
                }
            }
        }
        Graph folded = folded();
        return new Folded(folded, weightsOf(folded));
    }

    private void fold(Node conv, Conv2d operation, Node norm) {
        double eps = ((BatchNorm2d) norm.operation()).eps();
        double[] gamma = read(norm, "weight");
        double[] beta = read(norm, "bias");
        double[] mean = read(norm, "running_mean");
        double[] variance = read(norm, "running_var");
        double[] bias = operation.bias() ? read(conv, "bias") : new double[operation.out()];

        Tensor weight = conv.tensor("weight", weights);
        ByteBuffer from = weight.to(DType.FLOAT32).bytes();
        ByteBuffer scaled = Tensor.allocate(DType.FLOAT32, weight.shape());
        ByteBuffer offsets = Tensor.allocate(DType.FLOAT32, Shape.of(operation.out()));
        FloatBuffer scaledValues = scaled.asFloatBuffer();
        FloatBuffer offsetValues = offsets.asFloatBuffer();
        int fan = (int) (weight.shape().count() / operation.out());
        for (int channel = 0; channel < operation.out(); channel++) {
            double factor = gamma[channel] / Math.sqrt(variance[channel] + eps);
            for (int i = 0; i < fan; i++) {
                scaledValues.put((float) (from.getFloat() * factor));
            }
            offsetValues.put((float) (beta[channel] + (bias[channel] - mean[channel]) * factor));
        }
        changed.put(conv.parameterName("weight"), Tensor.of(DType.FLOAT32, weight.shape(), scaled));
        changed.put(conv.parameterName("bias"), Tensor.of(DType.FLOAT32, Shape.of(operation.out()), offsets));
        stands.put(norm.name(), conv.name());
    }

    private Graph folded() {
        List<Node> nodes = new ArrayList<>();
        for (Node node : graph.nodes()) {
            if (!stands.containsKey(node.name())) {
                ImmutableList.Builder<String> inputs = ImmutableList.builder();
                node.inputs().forEach(input -> inputs.add(stands.getOrDefault(input, input)));
                nodes.add(new Node(node.name(), biased(node), inputs.build()));
            }
        }
        Map<String, String> outputs = new LinkedHashMap<>();
        graph.outputs().forEach((name, node) -> outputs.put(name, stands.getOrDefault(node, node)));
        return Graph.of(nodes, outputs);
    }

    private Operation biased(Node node) {
        if (!stands.containsValue(node.name())) {
            return node.operation();
        }
        Conv2d conv = (Conv2d) node.operation();
        return new Conv2d(
                conv.in(),
                conv.out(),
                conv.kernel(),
                conv.stride(),
                conv.padding(),
                conv.dilation(),
                conv.groups(),
                true);
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

    private double[] read(Node node, String name) {
        return node.tensor(name, weights).toDoubles();
    }
}
