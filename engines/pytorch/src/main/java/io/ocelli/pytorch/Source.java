package io.ocelli.pytorch;

import com.google.common.collect.ImmutableSet;
import io.ocelli.engine.Precision;
import io.ocelli.engine.Program;
import io.ocelli.graph.Add;
import io.ocelli.graph.BatchNorm2d;
import io.ocelli.graph.Conv2d;
import io.ocelli.graph.Fixed;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Input;
import io.ocelli.graph.Linear;
import io.ocelli.graph.Node;
import io.ocelli.graph.Operation;
import io.ocelli.graph.Parameter;
import io.ocelli.graph.Weight;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Writes a graph as a method of a TorchScript class. */
final class Source {
    private static final String FLOAT = "6";
    private static final String FLOAT16 = "5";
    static final String BFLOAT16 = "15";

    /** Their results are new memory, and their gradients come from their inputs alone. */
    private static final Set<Class<? extends Operation>> FORGETFUL =
            ImmutableSet.of(Add.class, BatchNorm2d.class, Conv2d.class, Linear.class);

    private final Graph graph;
    private final Program.@Nullable Gradients gradients;
    private final Set<String> spent;
    private final Map<String, Shape> shapes;
    private final Precision precision;
    private final Packed packed;
    /** Nodes that are computed in float32 whatever the precision. */
    private final Set<String> exact;
    /** Weights that {@link #preparing} leaves in the low type. */
    private final Set<String> lowWeights = new LinkedHashSet<>();

    private final Predicate<Node> learning;
    private final Map<String, String> attributes = new LinkedHashMap<>();
    private final Map<Fixed, String> constants = new LinkedHashMap<>();
    private final Map<String, Value> values = new LinkedHashMap<>();
    private final List<String> lines = new ArrayList<>();
    private final Map<String, Partition.Place> parts;
    /** The lists of parts that the method has already. */
    private final Map<Partition, String> cut = new HashMap<>();

    private int variables;
    /** Whether norms leave their statistics as they are. */
    private boolean still;

    /** A variable of the method, and whether it holds the low type of the precision. */
    private record Value(String name, boolean low) {}

    /** A program in float32, and the gradients that it gives. */
    Source(Program program) {
        this(program, Precision.FP32, Packed.none(program.graph()));
    }

    /**
     * A program without training: what it gives is in float32 whatever the precision, and its last layers compute in it.
     *
     * @param packed what oneDNN computes together
     */
    Source(Program program, Precision precision, Packed packed) {
        this(
                program.graph(),
                program.shapes(2),
                precision,
                node -> program.gradients() != null && program.gradients().batchStatistics(),
                program.gradients(),
                packed,
                precision == Precision.FP32
                        ? Set.of()
                        : Set.copyOf(program.graph().outputs().values()));
        if (precision != Precision.FP32) {
            graph.nodes().stream()
                    .filter(node -> node.operation() instanceof Weight && isLow(node))
                    .forEach(node -> lowWeights.add(node.name()));
        }
    }

    /** Whether all that read a weight do so in the low type. */
    private boolean isLow(Node weight) {
        return graph.nodes().stream()
                .filter(node -> node.inputs().contains(weight.name()))
                .allMatch(this::isLowLayer);
    }

    private boolean isLowLayer(Node node) {
        return Emitters.rule(node.operation()).arithmetic(node.operation()) == Arithmetic.LOW
                && !exact.contains(node.name());
    }

    /** A graph that learns. */
    Source(Graph graph, Map<String, Shape> shapes, Precision precision, Predicate<Node> learning, Set<String> exact) {
        this(graph, shapes, precision, learning, null, Packed.none(graph), exact);
    }

    private Source(
            Graph graph,
            Map<String, Shape> shapes,
            Precision precision,
            Predicate<Node> learning,
            Program.@Nullable Gradients gradients,
            Packed packed,
            Set<String> exact) {
        this.graph = graph;
        this.packed = packed;
        this.exact = exact;
        this.gradients = gradients;
        this.still = gradients != null; // a program that only looks
        this.spent = spent(graph);
        if (gradients != null) {
            spent.remove(gradients.of());
            spent.removeAll(gradients.respectTo());
        }
        this.shapes = shapes;
        this.parts = Partition.of(graph, shapes);
        this.precision = precision;
        this.learning = learning;
        for (Parameter parameter : graph.parameters()) {
            attributes.put(parameter.name(), "p" + attributes.size());
        }
        for (Node node : graph.nodes()) {
            if (node.operation() instanceof Fixed) {
                constants.putIfAbsent((Fixed) node.operation(), "c" + constants.size());
            }
        }
    }

    /** The attribute that holds each parameter, by the parameter's full name. */
    Map<String, String> attributes() {
        return attributes;
    }

    /** The attribute that holds each constant; equal ones share it. */
    Map<Fixed, String> constants() {
        return constants;
    }

    /** The arguments of the methods, as declared and as passed on. */
    String declared() {
        StringBuilder text = new StringBuilder("self: ").append(Archive.CLASS);
        for (int i = 0; i < graph.inputs().size(); i++) {
            text.append(", i").append(i).append(": Tensor");
        }
        return text.toString();
    }

    String passed() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < graph.inputs().size(); i++) {
            text.append(i == 0 ? "i" : ", i").append(i);
        }
        return text.toString();
    }

    /** The method that computes the graph's outputs, in float32 and in order. */
    String method(String name) {
        int inputs = 0;
        for (Node node : graph.nodes()) {
            if (node.operation() instanceof Input) {
                input(node, "i" + inputs++);
            } else if (node.operation() instanceof Weight) {
                values.put(node.name(), new Value(attribute(node.name()), lowWeights.contains(node.name())));
            } else {
                compute(node);
            }
        }
        StringBuilder text = new StringBuilder("  def " + name + "(" + declared() + ") -> List[Tensor]:\n");
        for (String line : lines) {
            text.append("    ").append(line).append('\n');
        }
        List<String> outputs = new ArrayList<>();
        for (String output : graph.outputs().values()) {
            outputs.add("torch.contiguous(" + full(value(output)) + ")");
        }
        if (gradients != null) {
            differentiate(text, gradients, outputs);
        }
        return text.append("    return [")
                .append(String.join(", ", outputs))
                .append("]\n")
                .toString();
    }

    private String attribute(String parameter) {
        return "self." + attributes.get(parameter);
    }

    /** The method that puts weights once into the form in which {@link #method} reads them. */
    String preparing(String name) {
        StringBuilder text = new StringBuilder("  def " + name + "(self: " + Archive.CLASS + ") -> List[Tensor]:\n");
        packed.preparing(this::attribute)
                .forEach(line -> text.append("    ").append(line).append('\n'));
        Set<String> others = new LinkedHashSet<>(lowWeights);
        others.removeAll(packed.weights());
        for (String weight : others) {
            Value full = new Value(attribute(weight), false);
            text.append("    ")
                    .append(full.name())
                    .append(" = ")
                    .append(lowered(full))
                    .append('\n');
        }
        return text.append("    return annotate(List[Tensor], [])\n").toString();
    }

    /** Keeps these values as they are, for they are read again later. */
    void keep(Collection<String> read) {
        spent.removeAll(read);
    }

    /**
     * A method that computes a part of the graph, given the graph's inputs and what the part reads. Parts are written in order.
     *
     * @param alone whether it is without gradients, and leaves the statistics of norms as they are if {@code again}
     * @param again whether the part is computed again later
     */
    String part(String name, Part part, boolean alone, boolean again) {
        still = alone && again;
        lines.clear();
        cut.clear();
        StringBuilder text = new StringBuilder("  def " + name + "(" + declared());
        for (int i = 0; i < part.reads().size(); i++) {
            String read = part.reads().get(i);
            values.put(read, new Value("r" + i, value(read).low()));
            text.append(", r").append(i).append(": Tensor");
        }
        int inputs = 0;
        for (Node node : graph.nodes()) {
            if (node.operation() instanceof Input) {
                String argument = "i" + inputs++;
                if (part.nodes().stream().anyMatch(each -> each.inputs().contains(node.name()))) {
                    input(node, argument);
                }
            } else if (node.operation() instanceof Weight) {
                String weight = "self." + attributes.get(node.name());
                values.put(node.name(), new Value(alone ? "torch.detach(" + weight + ")" : weight, false));
            }
        }
        part.nodes().forEach(this::compute);
        text.append(") -> List[Tensor]:\n");
        lines.forEach(line -> text.append("    ").append(line).append('\n'));
        List<String> gives = new ArrayList<>();
        part.gives().forEach(node -> gives.add(value(node).name()));
        return text.append("    return [")
                .append(String.join(", ", gives))
                .append("]\n")
                .toString();
    }

    /** A variable of a value of the graph as the graph's outputs are: in float32, side by side. */
    String given(String node, String variable) {
        return "torch.contiguous(" + full(new Value(variable, value(node).low())) + ")";
    }

    private void differentiate(StringBuilder text, Program.Gradients asked, List<String> outputs) {
        List<String> nodes = new ArrayList<>();
        asked.respectTo().forEach(node -> nodes.add(value(node).name()));
        text.append("    gs = torch.grad([torch.sum(")
                .append(full(value(asked.of())))
                .append(")], [")
                .append(String.join(", ", nodes))
                .append(asked.curvature() ? "], create_graph=True)\n" : "])\n");
        for (int i = 0; i < nodes.size(); i++) {
            text.append("    g")
                    .append(i)
                    .append(" = torch._unwrap_optional(gs[")
                    .append(i)
                    .append("])\n");
            outputs.add("torch.contiguous(" + (asked.curvature() ? "torch.detach(g" + i + ")" : "g" + i) + ")");
        }
        if (asked.curvature()) {
            curvature(text, nodes, outputs);
        }
    }

    /** The gradients of half the sum of the gradients' squares. */
    private static void curvature(StringBuilder text, List<String> nodes, List<String> outputs) {
        List<String> squares = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            squares.add("torch.sum(torch.square(g" + i + "))");
        }
        text.append("    half = torch.mul(")
                .append(String.join(" + ", squares))
                .append(", 0.5)\n    hs = torch.grad([half], [")
                .append(String.join(", ", nodes))
                .append("])\n");
        for (int i = 0; i < nodes.size(); i++) {
            outputs.add("torch.contiguous(torch._unwrap_optional(hs[" + i + "]))");
        }
    }

    /** Whether a gradient is asked with respect to a parameter. */
    boolean learns(String parameter) {
        return gradients != null && gradients.respectTo().contains(parameter);
    }

    /** The attributes of which {@link #learns} is true. */
    Set<String> learnt() {
        Set<String> learnt = new LinkedHashSet<>();
        attributes.forEach((parameter, attribute) -> {
            if (learns(parameter)) {
                learnt.add(attribute);
            }
        });
        return learnt;
    }

    /** A node that gradients are asked of, and that no other such node comes before: the graph of gradients begins there. */
    private boolean begins(Node node) {
        if (gradients == null || !gradients.respectTo().contains(node.name())) {
            return false;
        }
        Set<String> before = new HashSet<>(graph.ancestors(node.name()));
        before.remove(node.name());
        before.retainAll(gradients.respectTo());
        return before.isEmpty();
    }

    private Value value(String node) {
        return Objects.requireNonNull(values.get(node), node);
    }

    private Shape shape(String node) {
        return Objects.requireNonNull(shapes.get(node), node);
    }

    private void input(Node node, String argument) {
        boolean image = ((Input) node.operation()).type() == DType.FLOAT32
                && shape(node.name()).rank() == 4;
        values.put(
                node.name(),
                image || begins(node)
                        ? assign(node, image ? "torch.contiguous(" + argument + ", memory_format=2)" : argument, false)
                        : new Value(argument, false));
    }

    private void compute(Node node) {
        Packed.Group group = packed.group(node.name());
        if (group != null) {
            String added = group.added();
            String expression = packed.emit(
                    group,
                    lowered(value(group.layer().input())),
                    added == null ? null : lowered(value(added)),
                    this::attribute);
            values.put(node.name(), assign(node, expression, true));
        } else if (parts.containsKey(node.name())) {
            values.put(node.name(), part(node, Objects.requireNonNull(parts.get(node.name()))));
        } else if (!packed.isWithin(node)) {
            computeAlone(node);
        }
    }

    private Value part(Node node, Partition.Place place) {
        Value whole = value(place.partition().of());
        String list = cut.computeIfAbsent(place.partition(), partition -> {
            String name = "v" + variables++;
            lines.add(name + " = torch.split_with_sizes(" + whole.name() + ", " + partition.sizes() + ", "
                    + partition.dimension() + ")");
            return name;
        });
        return assign(node, list + "[" + place.index() + "]", whole.low());
    }

    private void computeAlone(Node node) {
        Operation operation = still && node.operation() instanceof BatchNorm2d
                ? ((BatchNorm2d) node.operation()).momentum(0)
                : node.operation();
        Emitters.Rule<?> rule = Emitters.rule(operation);
        boolean mixed = precision != Precision.FP32;
        boolean low = mixed && isLowLayer(node);
        boolean inherits = rule.arithmetic(operation) == Arithmetic.INHERITED && !exact.contains(node.name());
        List<String> inputs = new ArrayList<>();
        List<Shape> inputShapes = new ArrayList<>();
        List<String> data = node.data();
        boolean allLow = true;
        // As PyTorch promotes types: a scalar does not widen what has dimensions.
        boolean scalars = data.stream().allMatch(input -> shape(input).rank() == 0);
        for (String input : node.inputs()) {
            Value value = value(input);
            allLow &= value.low()
                    || !data.contains(input)
                    || !scalars && shape(input).rank() == 0;
            inputs.add(inherits ? value.name() : low ? lowered(value) : full(value));
            inputShapes.add(shape(input));
        }
        Call call = new Call(
                node,
                inputs,
                inputShapes,
                shape(node.name()),
                learning.test(node),
                overwrites(node, inputShapes),
                name -> constant(node));
        try {
            values.put(node.name(), assign(node, rule.emit(operation, call), low || inherits && allLow));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("Node '" + node.name() + "': " + e.getMessage(), e);
        }
    }

    private boolean overwrites(Node node, List<Shape> inputShapes) {
        if (node.inputs().isEmpty()) {
            return false;
        }
        Value first = value(node.inputs().get(0));
        boolean alike = true;
        for (int i = 0; i < inputShapes.size(); i++) {
            alike &= inputShapes.get(i).equals(inputShapes.get(0))
                    && value(node.inputs().get(i)).low() == first.low();
        }
        return alike && spent.contains(node.inputs().get(0));
    }

    /** Nodes with one reader whose result is memory of their own that their gradients do not read again. */
    private static Set<String> spent(Graph graph) {
        Set<String> spent = new HashSet<>();
        Set<String> read = new HashSet<>(graph.outputs().values());
        for (Node node : graph.nodes()) {
            for (String input : node.inputs()) {
                if (!read.add(input)) {
                    spent.remove(input);
                }
            }
            if (FORGETFUL.contains(node.operation().getClass())) {
                spent.add(node.name());
            }
        }
        spent.removeAll(graph.outputs().values());
        return spent;
    }

    private String constant(Node node) {
        return "self." + constants.get(node.operation());
    }

    private Value assign(Node node, String expression, boolean low) {
        String name = "v" + variables++;
        lines.add(name + " = "
                + (begins(node) ? "torch.requires_grad_(torch.detach(" + expression + "), True)" : expression));
        return new Value(name, low);
    }

    private String lowered(Value value) {
        String type = precision == Precision.MIXED_FP16 ? FLOAT16 : BFLOAT16;
        return value.low() ? value.name() : "torch.to(" + value.name() + ", " + type + ")";
    }

    private static String full(Value value) {
        return value.low() ? "torch.to(" + value.name() + ", " + FLOAT + ")" : value.name();
    }

    /** The whole class: its attributes, those that learn, and its methods. */
    static String module(Set<String> attributes, Set<String> learning, String... methods) {
        StringBuilder text = new StringBuilder("class Net(Module):\n  __parameters__ = [");
        for (String name : learning) {
            text.append('"').append(name).append("\", ");
        }
        text.append("]\n  __buffers__ = []\n");
        for (String name : attributes) {
            text.append("  ").append(name).append(" : Tensor\n");
        }
        for (String method : methods) {
            text.append(method);
        }
        return text.toString();
    }
}
