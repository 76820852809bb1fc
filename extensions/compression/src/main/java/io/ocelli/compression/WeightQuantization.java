package io.ocelli.compression;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.ocelli.graph.Dequantize;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Initialization;
import io.ocelli.graph.Node;
import io.ocelli.graph.Parameter;
import io.ocelli.graph.Weight;
import io.ocelli.model.Architecture;
import io.ocelli.model.Network;
import io.ocelli.model.Pass;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Weights of 8 bits for a small download: a pass that makes weights of convolutions and linear layers int8, a scale for each output
 * channel, and leaves all else in float32. It needs no pictures. Files become about a quarter; what is computed takes the time that
 * it took, as weights become float32 again when an engine opens the network.
 *
 * <pre>{@code
 * classifier.apply(WeightQuantization.allLayers()).save(folder);
 * }</pre>
 *
 * <p>A weight is at most half a step away from what it was, which is 1/254 of the largest of its output channel. Batch norms are
 * folded first. {@link Quantization} is what makes a network faster, too.
 *
 * <p>Immutable and safe for any number of threads.
 *
 * @param floating layers that stay as they are
 */
public record WeightQuantization(Set<String> floating) implements Pass {
    public WeightQuantization {
        floating = ImmutableSet.copyOf(floating);
    }

    /** Of all layers. */
    public static WeightQuantization allLayers() {
        return new WeightQuantization(ImmutableSet.of());
    }

    /** With layers that stay as they are. */
    public WeightQuantization floating(String... layers) {
        return new WeightQuantization(ImmutableSet.<String>builder()
                .addAll(floating)
                .addAll(Arrays.asList(layers))
                .build());
    }

    /**
     * The network with weights of 8 bits.
     *
     * @throws IllegalArgumentException naming a node that is to stay and is not there, or if there is no layer whose weights are
     *     float32
     */
    @Override
    public Network apply(Network network) {
        Network folded = Pass.foldBatchNorms().apply(Quantization.inference(network));
        Architecture architecture = folded.architecture();
        floating.forEach(architecture.graph()::node);
        Set<String> layers = new QuantizedPlaces(architecture, floating).layers();
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("Weights of convolutions and linear layers become int8, and "
                    + architecture.name() + " has none that is not floating or int8 already");
        }
        Map<String, Node> weights = new LinkedHashMap<>();
        for (String layer : layers) {
            Node node = architecture.graph().node(layer);
            weights.put(node.inputs().get(1), node);
        }
        Graph.Builder graph = Graph.builder();
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Node node : architecture.graph().nodes()) {
            if (weights.containsKey(node.name())) {
                whole(graph, node.name(), folded.weights().get(node.name()), tensors);
                continue;
            }
            List<String> inputs = new ArrayList<>(node.inputs());
            inputs.replaceAll(input -> weights.containsKey(input) ? input + ".dequantized" : input);
            if (node.operation() instanceof Weight) {
                tensors.put(node.name(), Objects.requireNonNull(folded.weights().get(node.name())));
            }
            graph.add(node.name(), node.operation(), inputs.toArray(new String[0]));
        }
        architecture.graph().outputs().forEach(graph::output);
        Architecture written = new Architecture(
                architecture.name(),
                graph.build(),
                architecture.stages(),
                architecture.features(),
                architecture.classifiers(),
                architecture.input(),
                ImmutableMap.of());
        return new Network(written, Weights.of(tensors), network.preprocessing());
    }

    private static void whole(Graph.Builder graph, String name, Tensor weight, Map<String, Tensor> tensors) {
        QuantizedWeights whole = QuantizedWeights.of(weight, null, 1, Levels.INT8_SYMMETRIC);
        tensors.put(name, whole.levels());
        tensors.put(name + ".scale", whole.scales());
        graph.add(name, new Weight(weight.shape(), Parameter.Role.QUANTIZED, Initialization.ZEROS));
        graph.add(name + ".scale", new Weight(whole.scales().shape(), Parameter.Role.BUFFER, Initialization.ZEROS));
        graph.add(name + ".dequantized", new Dequantize(0), name, name + ".scale");
    }

    @Override
    public String toString() {
        return "WeightQuantization" + (floating.isEmpty() ? "" : " without " + floating);
    }
}
