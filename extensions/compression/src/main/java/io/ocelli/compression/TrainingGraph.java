package io.ocelli.compression;

import com.google.common.collect.ImmutableMap;
import io.ocelli.graph.BatchNorm2d;
import io.ocelli.graph.Conv2d;
import io.ocelli.graph.FakeQuantize;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Initialization;
import io.ocelli.graph.Node;
import io.ocelli.graph.Operation;
import io.ocelli.graph.Parameter;
import io.ocelli.graph.Value;
import io.ocelli.graph.Weight;
import io.ocelli.model.Architecture;
import io.ocelli.model.Network;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A network while it is written again so that it learns as what will become whole numbers of it: weights and activations are fake
 * quantised, those of a convolution as the batch norm behind it will have scaled them.
 */
final class TrainingGraph {
    /** A weight that is 0 everywhere has no scale of its own. */
    private static final double LEAST = 1e-12;

    private final Network network;
    private final QuantizedPlaces places;
    private final Map<String, QuantizationParameters> parameters;
    private final boolean learntScales;
    private final Map<String, Node> norms = new HashMap<>();
    private final Graph.Builder graph = Graph.builder();
    private final Map<String, String> replaced = new HashMap<>();
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();

    /**
     * @param stands the batch norms that are folded in the end, each with the convolution before it
     * @param places of the folded network
     */
    TrainingGraph(
            Network network,
            Map<String, String> stands,
            QuantizedPlaces places,
            Map<String, QuantizationParameters> parameters,
            boolean learntScales) {
        this.network = network;
        this.places = places;
        this.parameters = parameters;
        this.learntScales = learntScales;
        stands.forEach((norm, convolution) ->
                norms.put(convolution, network.architecture().graph().node(norm)));
    }

    Network write() {
        Architecture architecture = network.architecture();
        Map<String, String> convolutions = new HashMap<>();
        norms.forEach((convolution, norm) -> convolutions.put(norm.name(), convolution));
        // a convolution reads the statistics of the norm behind it
        for (Node node : architecture.graph().nodes()) {
            if (node.operation() instanceof Weight) {
                tensors.put(node.name(), network.weights().get(node.name()));
                graph.add(node.name(), node.operation());
            }
        }
        for (Node node : architecture.graph().nodes()) {
            if (node.operation() instanceof Weight) {
                continue;
            }
            if (places.layers().contains(node.name())) {
                layer(node);
            } else {
                graph.add(node.name(), node.operation(), inputs(node).toArray(new String[0]));
            }
            if (!norms.containsKey(node.name())) {
                quantize(node.name(), convolutions.getOrDefault(node.name(), node.name()));
            }
        }
        architecture.graph().outputs().forEach((name, node) -> graph.output(name, replaced(node)));
        Map<String, String> stages = new LinkedHashMap<>();
        architecture.stages().forEach((name, node) -> stages.put(name, replaced(node)));
        return new Network(
                new Architecture(
                        architecture.name(),
                        graph.build(),
                        stages,
                        replaced(architecture.features()),
                        architecture.classifiers(),
                        architecture.input(),
                        ImmutableMap.of()),
                Weights.of(tensors),
                network.preprocessing());
    }

    private void layer(Node node) {
        List<String> inputs = inputs(node);
        Node norm = norms.get(node.name());
        Value weight = Value.of(graph, inputs.get(1));
        int rank = network.weights().get(inputs.get(1)).shape().rank();
        if (norm == null) {
            inputs.set(1, quantized(weight, rank, places.weights()).name());
            graph.add(node.name(), node.operation(), inputs.toArray(new String[0]));
            return;
        }
        Value bias = inputs.size() > 2 ? Value.of(graph, inputs.get(2)) : null;
        Value gamma = Value.of(graph, norm.parameter("weight"));
        Value variance = Value.of(graph, norm.parameter("running_var"));
        replaced.put(
                node.name(),
                folded(
                                (Conv2d) node.operation(),
                                node.name(),
                                Value.of(graph, inputs.get(0)),
                                weight,
                                bias,
                                gamma.dividedBy(variance.plus(((BatchNorm2d) norm.operation()).eps())
                                        .sqrt()),
                                places.weights())
                        .name());
    }

    /**
     * A convolution whose weight is quantised as a batch norm will have scaled it, and scaled back for the norm to learn
     * (Jacob et al. 2018; PyTorch's {@code ConvBn2d}).
     *
     * @param factor what the norm's stored statistics multiply each channel with
     * @param levels what the weight becomes
     */
    static Value folded(
            Conv2d conv, String name, Value input, Value weight, @Nullable Value bias, Value factor, Levels levels) {
        Value scaled = quantized(weight.times(factor.reshape(conv.out(), 1, 1, 1)), 4, levels);
        Graph.Builder graph = input.builder();
        String products = graph.add(name, conv.withoutBias(), input.name(), scaled.name());
        Value back = Value.of(graph, products).dividedBy(factor.reshape(1, conv.out(), 1, 1));
        return bias == null ? back : back.plus(bias.reshape(1, conv.out(), 1, 1));
    }

    /** A weight in levels for each output channel, the first dimension. */
    private static Value quantized(Value weight, int rank, Levels levels) {
        int[] others = new int[rank - 1];
        Arrays.setAll(others, i -> i + 1);
        Value magnitude = weight.abs().max(others);
        Value scale = magnitude
                .maximum(magnitude.constant(LEAST))
                .times(1.0 / levels.max())
                .stopGradient();
        return weight.then(new FakeQuantize(levels.min(), levels.max(), 0), scale, scale.times(0));
    }

    private void quantize(String node, String place) {
        String source = places.tensors().get(place);
        if (source == null) {
            return;
        }
        QuantizationParameters levels = Objects.requireNonNull(parameters.get(source), source);
        String name = source + QuantizedGraph.QUANTIZED;
        if (source.equals(place)) {
            weight(
                    name + ".scale",
                    learntScales ? Parameter.Role.WEIGHT : Parameter.Role.BUFFER,
                    Tensor.of(Shape.of(), (float) levels.scale()));
            weight(name + ".zero_point", Parameter.Role.BUFFER, Tensor.of(Shape.of(), (float) levels.zeroPoint()));
        }
        Value result = Value.of(graph, replaced(node));
        Value scale = Value.of(graph, name + ".scale");
        Value zero = Value.of(graph, name + ".zero_point");
        Operation fake = new FakeQuantize(levels.levels().min(), levels.levels().max(), null);
        replaced.put(
                node,
                learntScales
                        ? LearntScale.of(levels)
                                .of(result, scale, places.count(place))
                                .name()
                        : result.then(fake, scale, zero).name());
    }

    private void weight(String name, Parameter.Role role, Tensor tensor) {
        tensors.put(name, tensor.to(DType.FLOAT32));
        graph.add(name, new Weight(tensor.shape(), role, Initialization.ZEROS));
    }

    private List<String> inputs(Node node) {
        List<String> inputs = new ArrayList<>();
        node.inputs().forEach(input -> inputs.add(replaced(input)));
        return inputs;
    }

    private String replaced(String node) {
        return replaced.getOrDefault(node, node);
    }
}
