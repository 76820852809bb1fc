package io.ocelli.training;

import io.ocelli.data.Batch;
import io.ocelli.engine.TrainingProgram;
import io.ocelli.graph.Constant;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Initialization;
import io.ocelli.graph.Node;
import io.ocelli.graph.Parameter;
import io.ocelli.graph.Value;
import io.ocelli.graph.Weight;
import io.ocelli.model.Network;
import io.ocelli.model.NetworkPrograms;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.training.Given.Place;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A training step while its terms are written: networks in roles, the values of streams of samples, weights and constants. What
 * is asked for twice is there once. For one thread, and for the time that a {@link Term} is asked.
 *
 * <p>Samples and values have one name: {@code ""} is the labelled pictures, {@code "target"} the stream or the view of this
 * name, {@code "row"} what the labelled pictures carry under it, {@code "memory.row"} what those of the stream {@code memory}
 * do.
 */
public final class Step {
    /** What belongs to the objective and not to the network is named behind this. */
    static final String OBJECTIVE = "objective";

    /** The role of the running averages. */
    private static final String AVERAGE = "average";

    private final Graph.Builder builder;
    private final Graph network;
    private final String features;
    private final Map<String, String> stages;
    private final Map<String, Double> auxiliary;
    private final Given given;
    private final StepAverages averages;
    private final Set<String> frozen;
    private final Map<String, Applied> learner = new LinkedHashMap<>();
    private final Map<String, Applied> applied = new HashMap<>();
    private final StepInputs inputs;
    private final Map<String, Network> teachers = new HashMap<>();
    private final Map<String, Tensor> weights = new LinkedHashMap<>();
    private boolean wholeBatches;

    /**
     * @param network has the input {@link NetworkPrograms#PIXELS}, perhaps others that are called as what samples carry, and the
     *     output {@link io.ocelli.model.Architecture#LOGITS}
     * @param features the node whose result the head takes
     * @param stages the nodes that end its stages, by their names
     * @param auxiliary what the loss of other outputs counts
     * @param averages whether running averages are kept
     * @param frozen nodes of the network of which nothing learns
     */
    Step(
            Graph network,
            String features,
            Map<String, String> stages,
            Map<String, Double> auxiliary,
            Given given,
            boolean averages,
            Set<String> frozen) {
        this.network = network;
        this.features = features;
        this.stages = stages;
        this.auxiliary = auxiliary;
        this.given = given;
        this.frozen = new HashSet<>(frozen);
        this.builder = network.extend();
        this.averages = new StepAverages(builder, network, this.frozen, averages);
        this.inputs = new StepInputs(builder, given, network.inputs());
        Map<String, String> names = new HashMap<>();
        network.nodes().forEach(node -> names.put(node.name(), node.name()));
        learner.put(Given.LABELLED, new Applied(builder, network, features, stages, names));
    }

    /** The network that learns, on the labelled pictures. */
    public Applied network() {
        return network(Given.LABELLED);
    }

    /**
     * The network that learns, with the same weights, on other samples: a stream's pictures of another domain or from memory, a
     * second view.
     *
     * @throws IllegalArgumentException if there are none of this name
     */
    public Applied network(String samples) {
        return learner.computeIfAbsent(
                samples,
                name -> put(OBJECTIVE + "." + name, network, features, stages, name, averages.shared(""), frozen));
    }

    /** The network that learns with the running averages of its weights, on the labelled pictures. */
    public Applied average() {
        return average(Given.LABELLED);
    }

    /**
     * The network that learns with the running averages of its weights, as in inference, on other samples: the teacher that
     * follows its student (Tarvainen and Valpola 2017). Nothing learns through it.
     *
     * @throws IllegalArgumentException if the recipe keeps no averages, or there are no such samples
     */
    public Applied average(String samples) {
        averages.read();
        Set<String> all = new HashSet<>();
        network.nodes().forEach(node -> all.add(node.name()));
        return applied.computeIfAbsent(
                AVERAGE + " " + samples,
                each -> put(
                        OBJECTIVE + "." + named(AVERAGE, samples),
                        network,
                        features,
                        stages,
                        samples,
                        averages.shared(TrainingProgram.average("")),
                        all));
    }

    /** A frozen network on the labelled pictures; it sees them as its own preprocessing has them. */
    public Applied frozen(String role, Network teacher) {
        return frozen(role, teacher, Given.LABELLED);
    }

    /**
     * As {@link #frozen(String, Network)}, on other samples.
     *
     * @throws IllegalArgumentException if the teacher takes pictures of another size, or there are no such samples
     */
    public Applied frozen(String role, Network teacher, String samples) {
        Network before = teachers.putIfAbsent(role, teacher);
        if (role.equals(AVERAGE) || before != null && !before.equals(teacher)) {
            throw new IllegalArgumentException("A role is one network's, and '" + role + "' is that of two");
        }
        return applied.computeIfAbsent(role + " " + samples, each -> {
            Graph plain = teacher.architecture().graph();
            Graph.Builder pixels = NetworkPrograms.withPixels(plain, teacher.preprocessing());
            plain.outputs().forEach(pixels::output);
            Graph whole = pixels.build();
            Shape takes = Objects.requireNonNull(
                    NetworkPrograms.pixels(teacher.architecture().input()).get(NetworkPrograms.PIXELS));
            Shape are = given.slot(given.place(samples)).one();
            if (!takes.equals(are)) {
                throw new IllegalArgumentException("Networks of a step see the same pictures, and '" + role + "' takes "
                        + takes + " where these are " + are + ". Open the teacher at the same input size.");
            }
            String prefix = OBJECTIVE + "." + role;
            Map<String, String> shared = new HashMap<>();
            for (Parameter parameter : whole.parameters()) {
                String here = prefix + "." + parameter.name();
                if (weights.putIfAbsent(here, parameter.in(teacher.weights())) == null) {
                    builder.add(here, whole.node(parameter.name()).operation());
                    frozen.add(here);
                }
                shared.put(parameter.name(), here);
            }
            Set<String> all = new HashSet<>();
            whole.nodes().forEach(node -> all.add(node.name()));
            String taken = teacher.architecture().features();
            return put(
                    OBJECTIVE + "." + named(role, samples),
                    whole,
                    taken,
                    teacher.architecture().stages(),
                    samples,
                    shared,
                    all);
        });
    }

    private static String named(String role, String samples) {
        return samples.isEmpty() ? role : role + "." + samples;
    }

    /** @param still nodes of the graph of which nothing learns */
    private Applied put(
            String prefix,
            Graph graph,
            String taken,
            Map<String, String> ends,
            String samples,
            Map<String, String> shared,
            Set<String> still) {
        Map<String, String> bindings = new HashMap<>(shared);
        String stream = given.place(samples).stream();
        for (Node input : graph.inputs()) {
            boolean pixels = input.name().equals(NetworkPrograms.PIXELS);
            String name = pixels ? samples : new Place(stream, input.name()).toString();
            bindings.put(input.name(), inputs.value(name).name());
        }
        Map<String, String> names = builder.embed(prefix, graph, bindings);
        for (Node node : graph.nodes()) {
            if (still.contains(node.name()) && !shared.containsKey(node.name())) {
                frozen.add(names.get(node.name()));
            }
        }
        return new Applied(builder, graph, taken, ends, names);
    }

    /**
     * The samples of a stream or a view, as they were decoded: uint8 N H W C; the labelled ones where the name is empty.
     *
     * @throws IllegalArgumentException if there are none
     */
    public Value samples(String name) {
        return inputs.value(name);
    }

    /** The classes of the labelled pictures as a distribution, float32 N K; or what these carry as {@value Batch#TARGETS}. */
    public Value targets() {
        return inputs.value(Batch.TARGETS);
    }

    /** As {@link #targets()}, of the pictures of a stream. */
    public Value targets(String stream) {
        return inputs.value(stream + "." + Batch.TARGETS);
    }

    /**
     * What samples carry besides their picture: a row of a table, float32 N D; a mask, int64 N H W; a label, int64 N.
     *
     * @param name of the value, of the labelled pictures; or those of the stream and of the value, with a dot between
     * @throws IllegalArgumentException if they carry nothing of this name, or boxes or text
     */
    public Value value(String name) {
        return inputs.value(name);
    }

    /** K. */
    public int classes() {
        return given.classes();
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
            builder.add(full, new Weight(start.shape(), Parameter.Role.WEIGHT, Initialization.ZEROS));
        }
        return Value.of(builder, full);
    }

    /** Numbers that do not change. */
    public Value constant(Tensor tensor) {
        return Value.of(builder, new Constant(tensor));
    }

    /**
     * A number that a schedule says of the training's progress, given anew in each step: a scalar, such as the strength of a
     * {@linkplain Value#reverseGradient reversal}. In a term that is measured after each epoch it is that of the epoch's end.
     *
     * @throws IllegalArgumentException if another schedule has the name
     */
    public Value number(String name, Schedule schedule) {
        return inputs.number(OBJECTIVE + "." + name, schedule);
    }

    /**
     * What the objective keeps from one step to the next, such as a queue or a running mean: its value in this step. Nothing
     * learns it; after the step it is what {@link #keep} says. It is of the checkpoints, so a training that is resumed goes on with
     * it, and no part of what is measured after an epoch.
     *
     * @param start what it is in the first step, float32, one dimension or more
     * @throws IllegalArgumentException if the name is another's, of another start
     */
    public Value kept(String name, Tensor start) {
        return inputs.kept(OBJECTIVE + "." + name, start);
    }

    /**
     * Says what is {@link #kept} after this step.
     *
     * @param next of the shape that it had
     * @throws IllegalArgumentException if nothing of this name is kept, or it was said before
     */
    public void keep(String name, Value next) {
        inputs.kept().next(OBJECTIVE + "." + name, next);
    }

    /**
     * Says that a term compares the pictures of two streams one by one, so that all have to have as many of them in a step: the
     * last batch of an epoch's labelled pictures is left out where it is shorter, and a recipe whose batches are larger than a
     * stream is refused.
     */
    public void wholeBatches() {
        wholeBatches = true;
    }

    boolean takesWholeBatches() {
        return wholeBatches;
    }

    /** The shape of a value for one sample of each stream. */
    public Shape shape(Value value) {
        Graph until = builder.upTo(value.name());
        return Objects.requireNonNull(until.shapes(inputs.shapes(until)).get(value.name()));
    }

    /** The loss of the logits against the labels, and of auxiliary logits as their architecture counts them. */
    Value labelled(Loss loss) {
        loss.check(classes());
        Value sum = loss.of(network().logits(), targets());
        for (Map.Entry<String, Double> output : auxiliary.entrySet()) {
            sum = sum.plus(loss.of(network().output(output.getKey()), targets()).times(output.getValue()));
        }
        return sum;
    }

    Graph.Builder builder() {
        return builder;
    }

    Given given() {
        return given;
    }

    /** What it is given from outside. */
    StepInputs inputs() {
        return inputs;
    }

    /** The learner on each of the samples that it was put on. */
    Map<String, Applied> learner() {
        return learner;
    }

    /** Nodes of which nothing learns. */
    Set<String> frozen() {
        return frozen;
    }

    /** What the objective brings besides the network's own weights. */
    Map<String, Tensor> weights() {
        return weights;
    }

    /** The averages that the step reads, by the parameters of which they are. */
    Map<String, String> averages() {
        return averages.added();
    }
}
