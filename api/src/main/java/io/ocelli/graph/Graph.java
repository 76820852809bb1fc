package io.ocelli.graph;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.ocelli.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A network as a value: typed nodes, each after its inputs, and named outputs. Immutable, knows no engine, and holds no
 * numbers.
 *
 * <p>Nodes stand in the order of PyTorch's state dict, which is also an order of computation.
 */
public final class Graph {
    private final Map<String, Node> nodes;
    private final Map<String, String> outputs;

    private Graph(Map<String, Node> nodes, Map<String, String> outputs) {
        this.nodes = ImmutableMap.copyOf(nodes);
        this.outputs = ImmutableMap.copyOf(outputs);
    }

    /** An empty builder. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that begins with this graph's nodes, without its outputs. */
    public Builder extend() {
        Builder builder = new Builder();
        builder.nodes.putAll(nodes);
        return builder;
    }

    /** The nodes, each after its inputs. */
    public List<Node> nodes() {
        return ((ImmutableMap<String, Node>) nodes).values().asList();
    }

    /** The outputs: what they are called, and the names of the nodes that compute them. */
    public Map<String, String> outputs() {
        return outputs;
    }

    /**
     * The node that computes an output.
     *
     * @throws IllegalArgumentException if there is no such output
     */
    public String output(String name) {
        String node = outputs.get(name);
        if (node == null) {
            throw new IllegalArgumentException(
                    "The graph's outputs are " + outputs.keySet() + ", received '" + name + "'");
        }
        return node;
    }

    public boolean contains(String node) {
        return nodes.containsKey(node);
    }

    /**
     * The node of this name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Node node(String name) {
        Node node = nodes.get(name);
        if (node == null) {
            throw new IllegalArgumentException("No node is named '" + name + "'");
        }
        return node;
    }

    /** The nodes that wait for values from outside, in order. */
    public List<Node> inputs() {
        ImmutableList.Builder<Node> inputs = ImmutableList.builder();
        for (Node node : nodes.values()) {
            if (node.operation() instanceof Input) {
                inputs.add(node);
            }
        }
        return inputs.build();
    }

    /** The state dict: every parameter and buffer under its full name, in order. */
    public List<Parameter> parameters() {
        return parameters(nodes.keySet());
    }

    /** The parameters that a node reads, in order. */
    public List<Parameter> parametersOf(String node) {
        return parameters(node(node).inputs());
    }

    private List<Parameter> parameters(Iterable<String> names) {
        ImmutableList.Builder<Parameter> parameters = ImmutableList.builder();
        for (String name : names) {
            Operation operation = node(name).operation();
            if (operation instanceof Weight) {
                parameters.add(((Weight) operation).parameter(name));
            }
        }
        return parameters.build();
    }

    /**
     * The layers' own parameters: those that {@link Builder#add} made because nobody gave them, each with the node that it
     * made them for. All other weights stand by themselves.
     */
    public Map<String, Node> owners() {
        return Own.owners(nodes());
    }

    /**
     * This graph with another operation at a node, and with the parameters of its own that this takes.
     *
     * @throws IllegalArgumentException if the node has no parameters of its own where the operation takes some
     */
    public Graph with(String name, Operation operation) {
        Node changed = node(name);
        Map<String, Node> owners = owners();
        Builder builder = builder();
        for (Node node : nodes.values()) {
            if (node.name().equals(name)) {
                builder.add(name, operation, changed.data().toArray(new String[0]));
            } else if (!changed.equals(owners.get(node.name()))) {
                builder.put(node);
            }
        }
        outputs.forEach(builder::output);
        return builder.build();
    }

    /**
     * The shape of every node's result.
     *
     * @param inputs the shape of each input of the graph, for a batch of one
     * @throws IllegalArgumentException naming the node whose inputs do not fit
     */
    public Map<String, Shape> shapes(Map<String, Shape> inputs) {
        return ShapeInference.shapes(this, inputs);
    }

    /** The part of this graph that computes these outputs; everything else is left out. */
    public Graph only(String... names) {
        Map<String, String> kept = new LinkedHashMap<>();
        for (String name : names) {
            kept.put(name, output(name));
        }
        return of(nodes.values(), kept);
    }

    /** The part of this graph that computes a node, under the output name {@code output}. */
    public Graph upTo(String node, String output) {
        return of(nodes.values(), ImmutableMap.of(output, node(node).name()));
    }

    /** The part of this graph that follows a node, which becomes its input. */
    public Graph after(String node, Input input) {
        List<Node> rest = new ArrayList<>();
        for (Node each : nodes.values()) {
            rest.add(each.name().equals(node) ? new Node(node, input, ImmutableList.of()) : each);
        }
        return of(rest, outputs);
    }

    /** The names of a node and of all that it depends on. */
    public Set<String> ancestors(String node) {
        return Ancestors.of(this, ImmutableList.of(node));
    }

    /**
     * The names of a node and of all to which its gradient goes back: what lies behind a {@link StopGradient} alone is not there.
     */
    public Set<String> reachedByGradient(String node) {
        return Ancestors.differentiable(this, node);
    }

    /** This graph with each node replaced by what {@code change} makes of it, under the same names. */
    public Graph map(UnaryOperator<Node> change) {
        List<Node> changed = new ArrayList<>();
        for (Node node : nodes.values()) {
            changed.add(change.apply(node));
        }
        return of(changed, outputs);
    }

    /**
     * A graph of these nodes, without those that no output needs.
     *
     * @throws IllegalArgumentException if a name stands twice, or a node comes before one of its inputs
     */
    static Graph of(Iterable<Node> nodes, Map<String, String> outputs) {
        Builder all = builder();
        for (Node node : nodes) {
            all.put(node);
        }
        Graph whole = new Graph(all.nodes, outputs);
        return new Graph(Ancestors.only(whole, outputs.values()), outputs);
    }

    /** The graph as JSON, from which {@link #fromJson} makes an equal one. */
    public String toJson() {
        return GraphJson.write(this);
    }

    /**
     * A graph from JSON.
     *
     * @throws IllegalArgumentException naming what is wrong with it
     */
    public static Graph fromJson(String json) {
        return GraphJson.read(json);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Graph
                && nodes().equals(((Graph) other).nodes())
                && outputs.equals(((Graph) other).outputs);
    }

    @Override
    public int hashCode() {
        return nodes.hashCode();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Node node : nodes.values()) {
            text.append(node.name())
                    .append(" = ")
                    .append(node.operation())
                    .append(node.inputs())
                    .append('\n');
        }
        return text.append(outputs).toString();
    }

    /** Adds nodes one after the other. Not thread-safe. */
    public static final class Builder {
        private final Map<String, Node> nodes = new LinkedHashMap<>();
        private final Map<String, String> outputs = new LinkedHashMap<>();

        private Builder() {}

        /**
         * Adds a node and gives its name. Where the operation takes {@linkplain Operation#parameters() parameters} and only its
         * first input is given, they are added before it, under its name. A node whose name is taken gets a number behind it,
         * as PyTorch modules may call one activation many times, unless its parameters would be named after it.
         *
         * @throws IllegalArgumentException if an input is not there yet, or the name of a weight, or of an operation with
         *     parameters of its own, is taken
         */
        public String add(String name, Operation operation, String... inputs) {
            List<String> all = new ArrayList<>(Arrays.asList(inputs));
            boolean own = !operation.parameters().isEmpty() && inputs.length == 1;
            String free = name;
            for (int i = 2; nodes.containsKey(free) && !own && !(operation instanceof Weight); i++) {
                free = name + "_" + i;
            }
            if (own) {
                for (Parameter parameter : operation.parameters()) {
                    String full = Own.name(name, parameter);
                    put(new Node(full, Weight.of(parameter), ImmutableList.of()));
                    all.add(full);
                }
            }
            put(new Node(free, operation, all));
            return free;
        }

        /**
         * Adds another graph's nodes under a prefix, and gives the name that each has here.
         *
         * @param prefix put before each name with a dot; where it is empty, names stay
         * @param bindings nodes of {@code other} in the place of which nodes of this graph stand, by their names there: inputs,
         *     and weights that are to be shared
         * @throws IllegalArgumentException if a binding names a node that is not there, or a name is taken
         */
        public Map<String, String> embed(String prefix, Graph other, Map<String, String> bindings) {
            Map<String, String> names = new LinkedHashMap<>();
            bindings.forEach((there, here) -> {
                other.node(there);
                names.put(there, here);
            });
            for (Node node : other.nodes()) {
                if (names.containsKey(node.name())) {
                    continue;
                }
                String name = prefix.isEmpty() ? node.name() : prefix + "." + node.name();
                List<String> inputs = new ArrayList<>();
                for (String input : node.inputs()) {
                    inputs.add(Objects.requireNonNull(names.get(input)));
                }
                put(new Node(name, node.operation(), inputs));
                names.put(node.name(), name);
            }
            return names;
        }

        /** Whether a node of this name was added. */
        boolean contains(String name) {
            return nodes.containsKey(name);
        }

        /** The operation of a node that was added. */
        Operation operation(String name) {
            return Objects.requireNonNull(nodes.get(name), name).operation();
        }

        void put(Node node) {
            for (String input : node.inputs()) {
                if (!nodes.containsKey(input)) {
                    throw new IllegalArgumentException(
                            "Node '" + node.name() + "' comes after its inputs, and '" + input + "' is not there yet");
                }
            }
            if (nodes.putIfAbsent(node.name(), node) != null) {
                throw new IllegalArgumentException("A node's name is unique, and '" + node.name() + "' stands twice");
            }
        }

        /** Names a node's result as an output. */
        public Builder output(String name, String node) {
            if (!nodes.containsKey(node)) {
                throw new IllegalArgumentException(
                        "Output '" + name + "' names the node '" + node + "', which is not there");
            }
            outputs.put(name, node);
            return this;
        }

        /** The graph so far of what a node needs, which is its output {@code output}. */
        public Graph upTo(String node) {
            return of(nodes.values(), ImmutableMap.of("output", node));
        }

        /** The graph of what the outputs need. */
        public Graph build() {
            return of(nodes.values(), outputs);
        }
    }
}
