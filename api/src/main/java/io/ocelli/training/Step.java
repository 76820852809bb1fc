package io.ocelli.training;

import com.google.common.collect.ImmutableMap;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Input;
import io.ocelli.graph.Node;
import io.ocelli.graph.Parameter;
import io.ocelli.graph.Value;
import io.ocelli.graph.Weight;
import io.ocelli.model.Architecture;
import io.ocelli.model.Network;
import io.ocelli.model.NetworkPrograms;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A training step while its terms are written: networks in roles, the values of streams of samples, weights and constants. What
 * is asked for twice is there once. For one thread, and for the time that a {@link Term} is asked.
 */
public final class Step {
    /** The name of the classes of the labelled pictures, as a distribution N K. */
    static final String TARGETS = "targets";

    /** What belongs to the objective and not to the network is named behind this. */
    static final String OBJECTIVE = "objective";

    private final Graph.Builder builder;
    private final Graph network;
    private final Map<String, Double> auxiliary;
    private final Shape samples;
    private final int classes;
    private final Set<String> frozen;
    private final Map<String, Applied> applied = new LinkedHashMap<>();
    private final Map<String, Shape> inputs = new LinkedHashMap<>();
    private final Map<String, Network> teachers = new HashMap<>();
    private final Map<String, Tensor> weights = new LinkedHashMap<>();
    private final Set<String> streams = new LinkedHashSet<>();

    /**
     * @param network has one input and the output {@link Architecture#LOGITS}
     * @param auxiliary what the loss of other outputs counts
     * @param samples the shape of that input for one sample
     * @param frozen nodes of the network of which nothing learns
     */
    Step(Graph network, Map<String, Double> auxiliary, Shape samples, int classes, Set<String> frozen) {
        this.network = network;
        this.auxiliary = auxiliary;
        this.samples = samples;
        this.classes = classes;
        this.frozen = new HashSet<>(frozen);
        this.builder = network.extend();
        String input = network.inputs().get(0).name();
        inputs.put(input, samples);
        Map<String, String> names = new HashMap<>();
        network.nodes().forEach(node -> names.put(node.name(), node.name()));
        applied.put("", new Applied(network, names));
    }

    /** A network where it was put in: its outputs and the results within it. */
    public final class Applied {
        private final Graph graph;
        private final Map<String, String> names;

        private Applied(Graph graph, Map<String, String> names) {
            this.graph = graph;
            this.names = names;
        }

        /** N K. */
        public Value logits() {
            return output(Architecture.LOGITS);
        }

        /**
         * An output by name.
         *
         * @throws IllegalArgumentException if there is none
         */
        public Value output(String name) {
            return node(graph.output(name));
        }

        /**
         * The result of a node by its name in the network, such as the end of a stage.
         *
         * @throws IllegalArgumentException if there is none
         */
        public Value node(String name) {
            return Value.of(
                    builder, Objects.requireNonNull(names.get(graph.node(name).name())));
        }
    }

    /** The network that learns, on the labelled pictures. */
    public Applied network() {
        return Objects.requireNonNull(applied.get(""));
    }

    /**
     * The network that learns, with the same weights, on the samples of another stream: pictures of another domain, a second view,
     * a memory.
     */
    public Applied network(String stream) {
        return applied.computeIfAbsent(stream, name -> {
            Map<String, String> shared = new HashMap<>();
            network.parameters().forEach(parameter -> shared.put(parameter.name(), parameter.name()));
            return put(OBJECTIVE + "." + name, network, name, shared, frozen);
        });
    }

    /** A frozen network on the labelled pictures; it sees them as its own preprocessing has them. */
    public Applied frozen(String role, Network teacher) {
        return frozen(role, teacher, "");
    }

    /**
     * As {@link #frozen(String, Network)}, on the samples of another stream.
     *
     * @throws IllegalArgumentException if the teacher takes pictures of another size
     */
    public Applied frozen(String role, Network teacher, String stream) {
        Network before = teachers.putIfAbsent(role, teacher);
        if (before != null && !before.equals(teacher)) {
            throw new IllegalArgumentException("A role is one network's, and '" + role + "' is that of two");
        }
        return applied.computeIfAbsent(role + " " + stream, name -> {
            Graph plain = teacher.architecture().graph().only(Architecture.LOGITS);
            Graph whole = NetworkPrograms.withPixels(plain, teacher.preprocessing())
                    .output(Architecture.LOGITS, plain.output(Architecture.LOGITS))
                    .build();
            Shape takes = Objects.requireNonNull(
                    NetworkPrograms.pixels(teacher.architecture().input()).get(NetworkPrograms.PIXELS));
            if (!takes.equals(samples)) {
                throw new IllegalArgumentException("Networks of a step see the same pictures, and '" + role + "' takes "
                        + takes + " where the network that learns takes " + samples
                        + ". Open the teacher at the same input size; with a frozen backbone, name an augmentation.");
            }
            String prefix = OBJECTIVE + "." + role;
            Map<String, String> shared = new HashMap<>();
            for (Parameter parameter : whole.parameters()) {
                String here = prefix + "." + parameter.name();
                if (weights.containsKey(here)) {
                    shared.put(parameter.name(), here);
                } else {
                    weights.put(here, parameter.in(teacher.weights()));
                }
            }
            Set<String> all = new HashSet<>();
            whole.nodes().forEach(node -> all.add(node.name()));
            return put(stream.isEmpty() ? prefix : prefix + "." + stream, prefix, whole, stream, shared, all);
        });
    }

    private Applied put(String prefix, Graph graph, String stream, Map<String, String> shared, Set<String> still) {
        return put(prefix, prefix, graph, stream, shared, still);
    }

    private Applied put(
            String prefix,
            String ofWeights,
            Graph graph,
            String stream,
            Map<String, String> shared,
            Set<String> still) {
        Map<String, String> bindings = new HashMap<>(shared);
        bindings.put(graph.inputs().get(0).name(), samples(stream).name());
        for (Parameter parameter : graph.parameters()) {
            if (!bindings.containsKey(parameter.name())) {
                String name = ofWeights + "." + parameter.name();
                builder.add(name, graph.node(parameter.name()).operation());
                bindings.put(parameter.name(), name);
                if (still.contains(parameter.name())) {
                    frozen.add(name);
                }
            }
        }
        Map<String, String> names = builder.embed(prefix, graph, bindings);
        for (Node node : graph.nodes()) {
            if (still.contains(node.name())) {
                frozen.add(names.get(node.name()));
            }
        }
        return new Applied(graph, names);
    }

    /** The samples of a stream as the network takes them: pictures uint8 N H W C, or features; the labelled ones where it is empty. */
    public Value samples(String stream) {
        if (stream.isEmpty()) {
            return Value.of(builder, network.inputs().get(0).name());
        }
        streams.add(stream);
        DType type = ((Input) network.inputs().get(0).operation()).type();
        return input(stream, type, samples);
    }

    /** The classes of the labelled pictures as a distribution, float32 N K. */
    public Value targets() {
        return input(TARGETS, DType.FLOAT32, Shape.of(1, classes));
    }

    /** K. */
    public int classes() {
        return classes;
    }

    /**
     * A value that the samples carry besides their picture, by name: a row of a table, a mask.
     *
     * @param type of its elements in a batch
     * @param one its shape for one sample, with a leading 1
     */
    public Value value(String name, DType type, Shape one) {
        return input(name, type, one);
    }

    private Value input(String name, DType type, Shape one) {
        if (inputs.putIfAbsent(name, one) == null) {
            builder.add(name, new Input(type, one.rank()));
        }
        return Value.of(builder, name);
    }

    /** What learns or is kept of the network that learns, in order. */
    public List<Parameter> parameters() {
        return network.parameters();
    }

    /** An entry of the state dict of the network that learns, as it is now. */
    public Value parameter(String name) {
        return Value.of(builder, network.node(name).name());
    }

    /** A weight that learns for the objective's sake and is none of the network's, such as a projection's; it begins at a value. */
    public Value weight(String name, Tensor start) {
        String full = OBJECTIVE + "." + name;
        if (weights.putIfAbsent(full, start) == null) {
            builder.add(full, new Weight(start.shape(), Parameter.Role.WEIGHT, io.ocelli.graph.Initialization.ZEROS));
        }
        return Value.of(builder, full);
    }

    /** Numbers that do not change. */
    public Value constant(Tensor tensor) {
        return Value.of(builder, new io.ocelli.graph.Constant(tensor));
    }

    /** The loss of the logits against the labels, and of auxiliary logits as their architecture counts them. */
    Value labelled(Loss loss) {
        Value sum = loss.of(network().logits(), targets());
        for (Map.Entry<String, Double> output : auxiliary.entrySet()) {
            sum = sum.plus(loss.of(network().output(output.getKey()), targets()).times(output.getValue()));
        }
        return sum;
    }

    Graph.Builder builder() {
        return builder;
    }

    /** The shape of each input for one sample. */
    Map<String, Shape> inputs() {
        return ImmutableMap.copyOf(inputs);
    }

    /** Nodes of which nothing learns. */
    Set<String> frozen() {
        return frozen;
    }

    /** What the objective brings besides the network's own weights. */
    Weights weights() {
        return Weights.of(weights);
    }

    /** The names of the streams that were asked for, besides the labelled pictures. */
    Set<String> streams() {
        return streams;
    }
}
