package io.ocelli.compression;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.ocelli.graph.Activation;
import io.ocelli.graph.AdaptiveAvgPool2d;
import io.ocelli.graph.Add;
import io.ocelli.graph.AvgPool2d;
import io.ocelli.graph.ChannelShuffle;
import io.ocelli.graph.Concat;
import io.ocelli.graph.Conv2d;
import io.ocelli.graph.Dropout;
import io.ocelli.graph.Fixed;
import io.ocelli.graph.Flatten;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Linear;
import io.ocelli.graph.MaxPool2d;
import io.ocelli.graph.Multiply;
import io.ocelli.graph.Node;
import io.ocelli.graph.Operation;
import io.ocelli.graph.Pad;
import io.ocelli.graph.Permute;
import io.ocelli.graph.Reshape;
import io.ocelli.graph.Roll;
import io.ocelli.graph.Slice;
import io.ocelli.graph.StochasticDepth;
import io.ocelli.graph.Weight;
import io.ocelli.model.Architecture;
import io.ocelli.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Where a network without batch norms becomes whole numbers: around the operations that gain by it, which are convolutions, linear
 * layers, sums, products, global means and concatenations of maps. What only moves numbers keeps them as they are.
 */
final class QuantizedPlaces {
    private static final Set<Class<? extends Operation>> MOVING = ImmutableSet.of(
            AvgPool2d.class,
            ChannelShuffle.class,
            Flatten.class,
            MaxPool2d.class,
            Pad.class,
            Permute.class,
            Reshape.class,
            Roll.class,
            Slice.class);

    private final Graph graph;
    private final Map<String, Shape> shapes;
    private final Set<String> floating;
    private final Levels weights;
    private final Map<String, Node> owners;
    private final Map<String, List<Node>> readers = new HashMap<>();
    private final Set<String> layers = new LinkedHashSet<>();
    private final Map<String, String> tensors = new LinkedHashMap<>();

    /** With weights of 8 bits. */
    QuantizedPlaces(Architecture architecture, Set<String> floating) {
        this(architecture, floating, Levels.INT8_SYMMETRIC);
    }

    /**
     * @param floating nodes that stay as they are
     * @param weights what weights become
     */
    QuantizedPlaces(Architecture architecture, Set<String> floating, Levels weights) {
        this.weights = weights;
        this.graph = architecture.graph();
        this.shapes = graph.shapes(
                ImmutableMap.of(Architecture.INPUT, architecture.input().shape()));
        this.floating = floating;
        this.owners = graph.owners();
        for (Node node : graph.nodes()) {
            node.inputs()
                    .forEach(input -> readers.computeIfAbsent(input, name -> new ArrayList<>())
                            .add(node));
        }
        Set<String> wanted = wanted();
        for (Node node : graph.nodes()) {
            String before = node.inputs().isEmpty() ? null : tensors.get(node.input());
            boolean moves = before != null && MOVING.contains(node.operation().getClass());
            if (moves && !isResult(node.name()) && !floating.contains(node.name())) {
                tensors.put(node.name(), before);
            } else if (wanted.contains(node.name())) {
                tensors.put(node.name(), node.name());
            }
        }
    }

    /** What these weights become. */
    Levels weights() {
        return weights;
    }

    /** The layers whose weights become whole numbers. */
    Set<String> layers() {
        return layers;
    }

    /** The nodes whose results become whole numbers, each with the one whose parameters it takes. */
    Map<String, String> tensors() {
        return tensors;
    }

    /** The nodes that are to be measured. */
    Set<String> measured() {
        return ImmutableSet.copyOf(tensors.values());
    }

    /** Whether a node lets all through where nothing is learnt. */
    static boolean isNothing(Node node) {
        return node.operation() instanceof Dropout || node.operation() instanceof StochasticDepth;
    }

    /** The largest number that an activation lets through, where it is one that levels from 0 on can stand for; else NaN. */
    static double ceiling(Node node) {
        if (node.operation().equals(Activation.RELU)) {
            return Double.POSITIVE_INFINITY;
        }
        return node.operation().equals(Activation.RELU6) ? 6 : Double.NaN;
    }

    private Set<String> wanted() {
        Set<String> wanted = new LinkedHashSet<>();
        for (Node node : graph.nodes()) {
            Operation operation = node.operation();
            if (floating.contains(node.name())) {
                continue;
            }
            if (operation instanceof Conv2d || operation instanceof Linear) {
                if (hasOwnWeights(node)) {
                    layers.add(node.name());
                    wanted.add(node.input());
                    result(node, wanted);
                }
            } else if (isOfMaps(node)) {
                wanted.addAll(node.inputs());
                result(node, wanted);
            }
        }
        return wanted;
    }

    /** Sums of tokens stay: ONNX Runtime adds a linear layer's bias to them in float32. */
    private void result(Node node, Set<String> wanted) {
        String end = end(node);
        if (!isResult(end) && (!(node.operation() instanceof Linear) || rank(node.name()) == 2)) {
            wanted.add(end);
        }
    }

    private boolean isOfMaps(Node node) {
        Operation operation = node.operation();
        boolean computed = node.inputs().stream()
                .map(name -> graph.node(name).operation())
                .noneMatch(each -> each instanceof Weight || each instanceof Fixed);
        if (!computed || rank(node.name()) != 4) {
            return false;
        }
        return operation.equals(AdaptiveAvgPool2d.GLOBAL)
                || operation instanceof Concat
                || (operation instanceof Add || operation instanceof Multiply)
                        && node.inputs().size() == 2;
    }

    private boolean hasOwnWeights(Node node) {
        for (String weight : node.inputs().subList(1, node.inputs().size())) {
            if (!node.equals(owners.get(weight)) || readersOf(weight).size() > 1) {
                return false;
            }
        }
        return true;
    }

    /** The node or, where that is all that reads it, the rectifier behind it. */
    private String end(Node node) {
        List<Node> all = readersOf(node.name());
        boolean one = all.size() == 1 && !isResult(node.name());
        return one && !Double.isNaN(ceiling(all.get(0))) ? all.get(0).name() : node.name();
    }

    /** Whether a rectifier alone reads what it rectifies. */
    boolean isBehindOneReader(Node rectifier) {
        return readersOf(rectifier.input()).size() == 1 && !isResult(rectifier.input());
    }

    private boolean isResult(String node) {
        return graph.outputs().containsValue(node);
    }

    private List<Node> readersOf(String node) {
        return readers.getOrDefault(node, new ArrayList<>());
    }

    /** How many numbers a node computes of a picture. */
    long count(String node) {
        return Objects.requireNonNull(shapes.get(node)).count();
    }

    private int rank(String node) {
        return Objects.requireNonNull(shapes.get(node)).rank();
    }
}
