package io.ocelli.pytorch;

import com.google.common.collect.ImmutableMap;
import io.ocelli.graph.Activation;
import io.ocelli.graph.Activation.Function;
import io.ocelli.graph.Add;
import io.ocelli.graph.Conv2d;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Linear;
import io.ocelli.graph.Node;
import io.ocelli.graph.Size;
import io.ocelli.graph.Weight;
import io.ocelli.graph.Window;
import io.ocelli.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The layers of a graph as oneDNN runs them in bfloat16 on the processor: on weights that it has laid out once in its own order,
 * and a sum and an activation that follow a layer alone in the same pass over its results. They are the operators that PyTorch's
 * own compiler, Inductor, calls.
 */
final class Packed {
    private static final String NO_NUMBERS = "annotate(List[Optional[number]], [])";

    /** What oneDNN computes behind a layer: its name, the numbers that it takes, and its way. */
    private static final Map<Function, String> AFTER = ImmutableMap.<Function, String>builder()
            .put(Function.RELU, "\"relu\", " + NO_NUMBERS + ", None")
            .put(Function.RELU6, "\"hardtanh\", annotate(List[Optional[number]], [0., 6.]), None")
            .put(Function.HARDSWISH, "\"hardswish\", " + NO_NUMBERS + ", None")
            .put(Function.SILU, "\"swish\", " + NO_NUMBERS + ", None")
            .put(Function.SIGMOID, "\"sigmoid\", " + NO_NUMBERS + ", None")
            .put(Function.TANH, "\"tanh\", " + NO_NUMBERS + ", None")
            .put(Function.GELU, "\"gelu\", " + NO_NUMBERS + ", \"none\"")
            .build();

    private final Graph graph;
    private final Map<String, Shape> shapes;
    private final Map<String, List<Node>> readers = new HashMap<>();
    private final Map<String, Group> groups = new LinkedHashMap<>();
    private final Set<String> within = new HashSet<>();

    /**
     * A layer and what is computed with it.
     *
     * @param sum the sum that follows, or null
     * @param activation what follows then, or null
     */
    record Group(Node layer, @Nullable Node sum, @Nullable Node activation) {
        /** The node whose result it gives. */
        Node last() {
            return activation != null ? activation : sum != null ? sum : layer;
        }

        /** What is added to the layer's result, or null. */
        @Nullable
        String added() {
            return sum == null ? null : sum.inputs().get(sum.inputs().get(0).equals(layer.name()) ? 1 : 0);
        }
    }

    private Packed(Graph graph, Map<String, Shape> shapes) {
        this.graph = graph;
        this.shapes = shapes;
        for (Node node : graph.nodes()) {
            for (String input : node.inputs()) {
                readers.computeIfAbsent(input, name -> new ArrayList<>()).add(node);
            }
        }
    }

    /** No groups: each node is computed by itself. */
    static Packed none(Graph graph) {
        return new Packed(graph, Map.of());
    }

    /**
     * The groups of a graph, whose outputs' own layers are left in float32: an answer is rounded as little as can be.
     *
     * @param shapes of every node's result
     */
    static Packed of(Graph graph, Map<String, Shape> shapes) {
        Packed packed = new Packed(graph, shapes);
        for (Node node : graph.nodes()) {
            if (packed.isLayer(node)) {
                packed.add(packed.group(node));
            }
        }
        return packed;
    }

    private boolean isLayer(Node node) {
        return (node.operation() instanceof Conv2d || node.operation() instanceof Linear)
                && !isOutput(node)
                && node.inputs().stream().skip(1).allMatch(this::isOwnWeight);
    }

    private boolean isOwnWeight(String node) {
        return graph.node(node).operation() instanceof Weight && readers(node).size() == 1;
    }

    private List<Node> readers(String node) {
        return readers.getOrDefault(node, List.of());
    }

    /** What alone reads a node and is no output, or null. */
    private @Nullable Node onlyReader(Node node) {
        List<Node> all = readers(node.name());
        return all.size() != 1 || isOutput(node) || isOutput(all.get(0)) ? null : all.get(0);
    }

    private boolean isOutput(Node node) {
        return graph.outputs().containsValue(node.name());
    }

    private Group group(Node layer) {
        Node sum = onlyReader(layer);
        if (sum == null
                || !(layer.operation() instanceof Conv2d)
                || !isSum(sum)
                || within.contains(sum.name())
                || groups.containsKey(sum.name())) {
            sum = null;
        }
        Node activation = onlyReader(sum == null ? layer : sum);
        if (activation == null || !isActivation(activation, sum != null)) {
            activation = null;
        }
        return new Group(layer, sum, activation);
    }

    /** Of two results of one shape. */
    private boolean isSum(Node node) {
        return node.operation() instanceof Add
                && node.inputs().size() == 2
                && !node.inputs().get(0).equals(node.inputs().get(1))
                && shape(node.inputs().get(0)).equals(shape(node.inputs().get(1)));
    }

    /** One that oneDNN has behind a layer; behind a sum PyTorch hands on a rectifier alone. */
    private static boolean isActivation(Node node, boolean behindSum) {
        if (!(node.operation() instanceof Activation)) {
            return false;
        }
        Function function = ((Activation) node.operation()).function();
        return behindSum ? function == Function.RELU : AFTER.containsKey(function);
    }

    private void add(Group group) {
        groups.put(group.last().name(), group);
        for (Node node : new Node[] {group.layer(), group.sum(), group.activation()}) {
            if (node != null && node != group.last()) {
                within.add(node.name());
            }
        }
    }

    private Shape shape(String node) {
        return Objects.requireNonNull(shapes.get(node), node);
    }

    /** The group that gives this node's result, or null. */
    @Nullable
    Group group(String node) {
        return groups.get(node);
    }

    /** Whether a node is computed within a group that gives another's result. */
    boolean isWithin(Node node) {
        return within.contains(node.name());
    }

    /**
     * The expression of a group's result.
     *
     * @param input the layer's, in bfloat16
     * @param added what is added to its result, in bfloat16, or null
     * @param attributes from a weight to the attribute that holds it
     */
    String emit(Group group, String input, @Nullable String added, UnaryOperator<String> attributes) {
        Node layer = group.layer();
        List<String> arguments = new ArrayList<>();
        arguments.add(layer.operation() instanceof Conv2d ? padded((Conv2d) layer.operation(), layer, input) : input);
        if (added != null) {
            arguments.add(added);
        }
        arguments.add(attributes.apply(layer.inputs().get(1)));
        arguments.add(
                layer.inputs().size() > 2 ? attributes.apply(layer.inputs().get(2)) : "None");
        String function = "_linear_pointwise";
        if (layer.operation() instanceof Conv2d) {
            function = "_convolution_pointwise";
            arguments.add(places((Conv2d) layer.operation(), layer));
        }
        if (added != null) {
            arguments.add("\"add\", 1");
        }
        Node activation = group.activation();
        arguments.add(
                activation != null
                        ? Objects.requireNonNull(AFTER.get(((Activation) activation.operation()).function()))
                        : (added == null ? "\"none\"" : "None") + ", " + NO_NUMBERS + ", None");
        return "ops.mkldnn." + function + "(" + String.join(", ", arguments) + ")";
    }

    private String padded(Conv2d conv, Node layer, String input) {
        Window window = conv.window(shape(layer.input()));
        return window.isSymmetric() ? input : Emitters.zeroPad(input, window);
    }

    /** Padding, stride, dilation and groups, as arguments. */
    private String places(Conv2d conv, Node layer) {
        Window window = conv.window(shape(layer.input()));
        Size padding = window.isSymmetric() ? new Size(window.top(), window.left()) : Size.of(0);
        return Emitters.list(padding) + ", " + Emitters.list(conv.stride()) + ", " + Emitters.list(conv.dilation())
                + ", " + conv.groups();
    }

    /** The lines that put the weights of all layers into oneDNN's order, once. */
    List<String> preparing(UnaryOperator<String> attributes) {
        List<String> lines = new ArrayList<>();
        for (Group group : groups.values()) {
            Node layer = group.layer();
            String weight = attributes.apply(layer.inputs().get(1));
            String low = weight + ", " + Source.BFLOAT16;
            lines.add(weight + " = "
                    + (layer.operation() instanceof Conv2d
                            ? "torch.mkldnn_reorder_conv2d_weight(torch.to_mkldnn(" + low + "), "
                                    + places((Conv2d) layer.operation(), layer) + ")"
                            : "ops.mkldnn._reorder_linear_weight(torch.to(" + low + "), None)"));
            if (layer.inputs().size() > 2) {
                String bias = attributes.apply(layer.inputs().get(2));
                lines.add(bias + " = torch.to(" + bias + ", " + Source.BFLOAT16 + ")");
            }
        }
        return lines;
    }

    /** The weights that {@link #preparing} is about. */
    Set<String> weights() {
        Set<String> weights = new HashSet<>();
        groups.values()
                .forEach(group -> weights.addAll(
                        group.layer().inputs().subList(1, group.layer().inputs().size())));
        return weights;
    }
}
