package io.ocelli.compression;

import com.google.common.collect.ImmutableMap;
import io.ocelli.graph.Conv2d;
import io.ocelli.graph.Dequantize;
import io.ocelli.graph.FakeQuantize;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Initialization;
import io.ocelli.graph.Linear;
import io.ocelli.graph.Node;
import io.ocelli.graph.Parameter;
import io.ocelli.graph.Weight;
import io.ocelli.model.Architecture;
import io.ocelli.model.Network;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A network while it is written again with whole numbers. */
final class QuantizedGraph {
    /** What the nodes are called that stand for others' results in levels. */
    static final String QUANTIZED = ".quantized";

    private final Network network;
    private final QuantizedPlaces places;
    private final Map<String, QuantizationParameters> parameters;
    private final Graph.Builder graph = Graph.builder();
    private final Map<String, String> replaced = new HashMap<>();
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();

    private QuantizedGraph(Network network, QuantizedPlaces places, Map<String, QuantizationParameters> parameters) {
        this.network = network;
        this.places = places;
        this.parameters = parameters;
    }

    /**
     * @param parameters of the measured nodes' results
     */
    static Network of(Network network, QuantizedPlaces places, Map<String, QuantizationParameters> parameters) {
        return new QuantizedGraph(network, places, parameters).write();
    }

    private Network write() {
        Architecture architecture = network.architecture();
        Map<String, Node> owners = architecture.graph().owners();
        for (Node node : architecture.graph().nodes()) {
            Node owner = owners.get(node.name());
            if (owner != null && places.layers().contains(owner.name())) {
                continue;
            }
            if (QuantizedPlaces.isNothing(node) || isKeptToByLevels(node)) {
                replaced.put(node.name(), replaced(node.input()));
            } else if (places.layers().contains(node.name())) {
                layer(node);
            } else {
                other(node);
            }
            quantize(node.name());
        }
        architecture.graph().outputs().forEach((name, node) -> graph.output(name, replaced(node)));
        Map<String, String> stages = new LinkedHashMap<>();
        architecture.stages().forEach((name, node) -> stages.put(name, replaced(node)));
        Architecture written = new Architecture(
                architecture.name(),
                graph.build(),
                stages,
                replaced(architecture.features()),
                architecture.classifiers(),
                architecture.input(),
                ImmutableMap.of());
        return new Network(written, Weights.of(tensors), network.preprocessing());
    }

    /** Whether a rectifier does what the levels of its result do already: none below 0, none above its ceiling. */
    private boolean isKeptToByLevels(Node node) {
        QuantizationParameters levels = parametersOf(node.name());
        double ceiling = QuantizedPlaces.ceiling(node);
        return levels != null
                && !Double.isNaN(ceiling)
                && places.isBehindOneReader(node)
                && !places.tensors().containsKey(node.input())
                && levels.zeroPoint() == levels.levels().min()
                && levels.range().max() <= ceiling * (1 + 1e-6);
    }

    private void other(Node node) {
        List<String> inputs = new ArrayList<>();
        node.inputs().forEach(input -> inputs.add(replaced(input)));
        if (node.operation() instanceof Weight) {
            tensors.put(node.name(), network.weights().get(node.name()));
        }
        graph.add(node.name(), node.operation(), inputs.toArray(new String[0]));
    }

    private void layer(Node node) {
        boolean biased = node.inputs().size() > 2;
        Weights weights = network.weights();
        QuantizationParameters input = Objects.requireNonNull(parametersOf(node.input()), node.name());
        QuantizedWeights whole = QuantizedWeights.of(
                weights.get(node.inputs().get(1)),
                biased ? weights.get(node.inputs().get(2)) : null,
                input.scale(),
                places.weights());
        List<String> inputs = new ArrayList<>();
        inputs.add(replaced(node.input()));
        inputs.add(dequantized(node.inputs().get(1), whole.levels(), Parameter.Role.QUANTIZED, whole.scales()));
        Tensor bias = whole.bias();
        if (bias != null) {
            inputs.add(dequantized(node.inputs().get(2), bias, Parameter.Role.QUANTIZED_SUM, whole.biasScales()));
        }
        graph.add(node.name(), node.operation(), inputs.toArray(new String[0]));
    }

    private String dequantized(String name, Tensor whole, Parameter.Role role, Tensor scales) {
        weight(name, role, whole);
        String scale = weight(name + ".scale", Parameter.Role.BUFFER, scales);
        return graph.add(name + ".dequantized", new Dequantize(0), name, scale);
    }

    private String weight(String name, Parameter.Role role, Tensor tensor) {
        tensors.put(name, tensor);
        return graph.add(name, new Weight(tensor.shape(), role, Initialization.ZEROS));
    }

    private void quantize(String node) {
        QuantizationParameters levels = parametersOf(node);
        if (levels == null) {
            return;
        }
        String source = Objects.requireNonNull(places.tensors().get(node)) + QUANTIZED;
        if (source.equals(node + QUANTIZED)) {
            weight(source + ".scale", Parameter.Role.BUFFER, Tensor.of(Shape.of(), (float) levels.scale()));
            weight(source + ".zero_point", Parameter.Role.BUFFER, Tensor.of(Shape.of(), (float) levels.zeroPoint()));
        }
        replaced.put(
                node,
                graph.add(
                        node + QUANTIZED,
                        new FakeQuantize(levels.levels().min(), levels.levels().max(), null),
                        replaced(node),
                        source + ".scale",
                        source + ".zero_point"));
    }

    private @Nullable QuantizationParameters parametersOf(String node) {
        String source = places.tensors().get(node);
        return source == null ? null : parameters.get(source);
    }

    private String replaced(String node) {
        return replaced.getOrDefault(node, node);
    }

    /** Whether an operation is one whose weights can become whole numbers. */
    static boolean isLayer(Node node) {
        return node.operation() instanceof Conv2d || node.operation() instanceof Linear;
    }
}
