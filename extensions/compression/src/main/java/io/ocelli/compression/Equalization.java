package io.ocelli.compression;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.ocelli.graph.Activation;
import io.ocelli.graph.AdaptiveAvgPool2d;
import io.ocelli.graph.AvgPool2d;
import io.ocelli.graph.Conv2d;
import io.ocelli.graph.Dropout;
import io.ocelli.graph.Flatten;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Linear;
import io.ocelli.graph.MaxPool2d;
import io.ocelli.graph.Node;
import io.ocelli.model.Architecture;
import io.ocelli.model.Network;
import io.ocelli.model.Pass;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Cross-layer equalisation (Nagel et al. 2019): where one layer's result goes through a rectifier to the next alone, a channel can
 * be made smaller in the one and larger in the other without any change of what is computed. Here the largest weights of both
 * become equal, channel by channel, so that no channel needs levels that are too coarse for the others. A pass, which folds batch
 * norms first.
 *
 * <p>It follows convolutions, depthwise ones too, and linear layers through ReLU, poolings and dropout; not through ReLU6 and other
 * functions that are not as large for a number twice as large, nor through sums.
 */
final class Equalization implements Pass {
    /** So often at most, as a layer may stand in two pairs. */
    private static final int ROUNDS = 20;

    /** When the largest change of a scale is below, it is done. */
    private static final double DONE = 1e-3;

    /** Layers one behind the other. */
    private record Pair(Node first, Node second, int channels) {}

    @Override
    public Network apply(Network network) {
        Network folded = Pass.foldBatchNorms().apply(Quantization.inference(network));
        List<Pair> pairs = pairs(folded.architecture());
        Map<String, float[]> values = new HashMap<>();
        for (Pair pair : pairs) {
            for (Node layer : ImmutableList.of(pair.first(), pair.second())) {
                for (String weight : layer.inputs().subList(1, layer.inputs().size())) {
                    values.computeIfAbsent(
                            weight, name -> folded.weights().get(name).toFloats());
                }
            }
        }
        double change = Double.POSITIVE_INFINITY;
        for (int round = 0; round < ROUNDS && change > DONE; round++) {
            change = 0;
            for (Pair pair : pairs) {
                change = Math.max(change, equalize(pair, values));
            }
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>(folded.weights().toMap());
        values.forEach((name, numbers) -> tensors.put(
                name, Tensor.of(Objects.requireNonNull(tensors.get(name)).shape(), numbers)));
        return new Network(folded.architecture(), Weights.of(tensors), folded.preprocessing());
    }

    /** Gives by how much the logarithm of a channel's scale changed at most. */
    private static double equalize(Pair pair, Map<String, float[]> values) {
        float[] first = Objects.requireNonNull(values.get(pair.first().inputs().get(1)));
        float[] second =
                Objects.requireNonNull(values.get(pair.second().inputs().get(1)));
        float[] bias = pair.first().inputs().size() > 2
                ? Objects.requireNonNull(values.get(pair.first().inputs().get(2)))
                : new float[pair.channels()];
        int fan = first.length / pair.channels();
        int kernel = kernel(pair.second());
        double change = 0;
        for (int channel = 0; channel < pair.channels(); channel++) {
            double ofFirst = 0;
            for (int i = channel * fan; i < (channel + 1) * fan; i++) {
                ofFirst = Math.max(ofFirst, Math.abs(first[i]));
            }
            double ofSecond = 0;
            for (int at = channel * kernel; at < second.length; at += pair.channels() * kernel) {
                for (int i = at; i < at + kernel; i++) {
                    ofSecond = Math.max(ofSecond, Math.abs(second[i]));
                }
            }
            if (ofFirst == 0 || ofSecond == 0) {
                continue; // nothing comes of this channel, or nothing is made of it
            }
            double scale = Math.sqrt(ofFirst / ofSecond);
            change = Math.max(change, Math.abs(Math.log(scale)));
            for (int i = channel * fan; i < (channel + 1) * fan; i++) {
                first[i] /= (float) scale;
            }
            bias[channel] /= (float) scale;
            for (int at = channel * kernel; at < second.length; at += pair.channels() * kernel) {
                for (int i = at; i < at + kernel; i++) {
                    second[i] *= (float) scale;
                }
            }
        }
        return change;
    }

    private static int kernel(Node layer) {
        return layer.operation() instanceof Conv2d
                ? ((Conv2d) layer.operation()).kernel().height()
                        * ((Conv2d) layer.operation()).kernel().width()
                : 1;
    }

    private static List<Pair> pairs(Architecture architecture) {
        Graph graph = architecture.graph();
        Map<String, Shape> shapes = graph.shapes(
                ImmutableMap.of(Architecture.INPUT, architecture.input().shape()));
        Map<String, List<Node>> readers = new HashMap<>();
        graph.nodes()
                .forEach(node -> node.inputs()
                        .forEach(input -> readers.computeIfAbsent(input, name -> new ArrayList<>())
                                .add(node)));
        Map<String, Node> owners = graph.owners();
        List<Pair> pairs = new ArrayList<>();
        for (Node node : graph.nodes()) {
            if (!QuantizedGraph.isLayer(node) || !own(node, owners, readers)) {
                continue;
            }
            Node next = node;
            do {
                List<Node> all = readers.getOrDefault(next.name(), ImmutableList.of());
                boolean one = all.size() == 1
                        && !graph.outputs().containsValue(next.name())
                        && all.get(0).input().equals(next.name());
                next = one ? all.get(0) : null;
            } while (next != null && isEven(next, shapes));
            int channels = channels(node);
            if (next != null && own(next, owners, readers) && takes(next, channels)) {
                pairs.add(new Pair(node, next, channels));
            }
        }
        return pairs;
    }

    private static boolean own(Node layer, Map<String, Node> owners, Map<String, List<Node>> readers) {
        for (String weight : layer.inputs().subList(1, layer.inputs().size())) {
            if (!layer.equals(owners.get(weight))
                    || readers.getOrDefault(weight, ImmutableList.of()).size() > 1) {
                return false;
            }
        }
        return layer.inputs().size() > 1;
    }

    /** Whether it makes of a channel that is twice as large one that is, and leaves channels where they are. */
    private static boolean isEven(Node node, Map<String, Shape> shapes) {
        if (node.operation() instanceof Flatten) {
            Shape map = Objects.requireNonNull(shapes.get(node.input()));
            return map.rank() == 2 || map.rank() == 4 && map.get(2) == 1 && map.get(3) == 1;
        }
        return node.operation().equals(Activation.RELU)
                || node.operation() instanceof Dropout
                || node.operation() instanceof MaxPool2d
                || node.operation() instanceof AvgPool2d
                || node.operation() instanceof AdaptiveAvgPool2d;
    }

    private static int channels(Node layer) {
        return layer.operation() instanceof Conv2d
                ? ((Conv2d) layer.operation()).out()
                : ((Linear) layer.operation()).out();
    }

    /** Whether its weight has these channels as its second dimension, or as its first one where it is depthwise. */
    private static boolean takes(Node layer, int channels) {
        if (layer.operation() instanceof Linear) {
            return ((Linear) layer.operation()).in() == channels;
        }
        if (!(layer.operation() instanceof Conv2d)) {
            return false;
        }
        Conv2d conv = (Conv2d) layer.operation();
        boolean alone = conv.isDepthwise() && conv.out() == conv.in();
        return conv.in() == channels && (conv.groups() == 1 || alone);
    }
}
