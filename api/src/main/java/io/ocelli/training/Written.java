package io.ocelli.training;

import io.ocelli.engine.TrainingProgram;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Input;
import io.ocelli.graph.Node;
import io.ocelli.graph.Value;
import io.ocelli.model.Architecture;
import io.ocelli.model.NetworkPrograms;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.training.Given.Place;
import io.ocelli.weights.Weights;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An objective on a network, as a graph whose outputs are the sum of the weighted terms and, where there are several, each term.
 *
 * @param objective the terms that were written
 * @param graph with the output {@link TrainingProgram#LOSS}, unless there is no term
 * @param shapes of its inputs for one sample
 * @param places what those inputs are given that come with batches
 * @param cut whether the inputs are the backbone's results in the place of samples
 */
record Written(
        Objective objective,
        Step step,
        Graph graph,
        Map<String, Shape> shapes,
        Map<String, Place> places,
        boolean cut) {
    /** Before the name of a term: its output. */
    private static final String TERM = "term/";

    /** Before the name of a term: the number that its schedule gives. */
    private static final String WEIGHT = "weight/";

    /** Before the name of what is kept: what it is after the step. */
    private static final String KEPT = "kept/";

    /**
     * Writes an objective into a step.
     *
     * @param logits whether the network's logits are an output too
     */
    static Written of(Objective objective, Step step, boolean logits) {
        Value loss = null;
        Map<String, Value> terms = new LinkedHashMap<>();
        for (Objective.Weighted each : objective.terms()) {
            Value term = each.term().of(step);
            terms.put(each.name(), term);
            if (each.term() instanceof Constraint) {
                continue;
            }
            Value weighted = each.weight() == 1 ? term : term.times(each.weight());
            if (each.schedule() != null) {
                weighted = weighted.times(step.number(WEIGHT + each.name(), each.schedule()));
            }
            loss = loss == null ? weighted : loss.plus(weighted);
        }
        if (loss == null && !terms.isEmpty()) {
            throw new IllegalArgumentException(
                    "An objective has a term to make small beside its constraints, received " + objective);
        }
        if (loss != null) {
            step.builder().output(TrainingProgram.LOSS, loss.name());
        }
        if (terms.size() > 1) {
            terms.forEach((name, term) -> step.builder().output(TERM + name, term.name()));
        }
        if (logits) {
            step.builder().output(Architecture.LOGITS, step.network().logits().name());
        }
        StepInputs inputs = step.inputs();
        inputs.kept().nodes().forEach((name, node) -> step.builder().output(KEPT + name, node));
        Graph graph = step.builder().build();
        return new Written(objective, step, graph, inputs.shapes(graph), inputs.places(), false).needed();
    }

    /** What the graph's inputs are, without those that nothing reads. */
    private Written needed() {
        Set<String> names = new HashSet<>();
        graph.inputs().forEach(node -> names.add(node.name()));
        Map<String, Shape> neededShapes = new LinkedHashMap<>(shapes);
        neededShapes.keySet().retainAll(names);
        Map<String, Place> neededPlaces = new LinkedHashMap<>(places);
        neededPlaces.keySet().retainAll(names);
        return new Written(objective, step, graph, neededShapes, neededPlaces, cut);
    }

    /**
     * The part that follows the backbone: its results are the inputs. Null where something else looks at the pictures, too.
     *
     * @param architecture of the network that learns
     */
    @Nullable
    Written behindBackbone(Architecture architecture) {
        Shape features = NetworkPrograms.features(architecture);
        Graph rest = graph;
        Map<String, Shape> restShapes = new LinkedHashMap<>(shapes);
        Map<String, Place> restPlaces = new LinkedHashMap<>(places);
        for (Map.Entry<String, Applied> each : step.learner().entrySet()) {
            Place samples = step.given().place(each.getKey());
            String node = each.getValue().here(architecture.features());
            if (samples.samples() && rest.contains(node)) {
                rest = rest.after(node, new Input(DType.FLOAT32, features.rank()));
                restShapes.put(node, features);
                restPlaces.put(node, samples);
            }
        }
        Written behind = new Written(objective, step, rest, restShapes, restPlaces, true).needed();
        Given.Slot pictures = step.given().pixels();
        for (String name : behind.places.keySet()) {
            boolean typed = ((Input) behind.graph.node(name).operation()).type() == pictures.type();
            if (typed && Objects.requireNonNull(behind.shapes.get(name)).equals(pictures.one())) {
                return null;
            }
        }
        return behind;
    }

    /** What batches of a stream are asked for besides its samples. */
    Set<String> values(String stream) {
        Set<String> values = new HashSet<>();
        for (Place place : places.values()) {
            if (place.stream().equals(stream) && !place.samples()) {
                values.add(place.value());
            }
        }
        return values;
    }

    /** The streams that are asked for. */
    Set<String> streams() {
        Set<String> streams = new HashSet<>();
        places.values().forEach(place -> streams.add(place.stream()));
        return streams;
    }

    /**
     * What an input is given.
     *
     * @param lots the batch of each stream
     * @param kept what is kept from step to step, as it is now
     * @throws IllegalArgumentException if it comes with no batch
     */
    Tensor given(String input, Map<String, Source.Lot> lots, Weights kept, Progress progress) {
        Place place = places.get(input);
        if (place != null) {
            return Objects.requireNonNull(lots.get(place.stream()), place.stream())
                    .tensor(place, step.classes());
        }
        Schedule schedule = step.inputs().numbers().get(input);
        return schedule == null ? kept.get(input) : Tensor.of(Shape.of(), (float) schedule.factor(progress));
    }

    /** The outputs of constraints. */
    List<String> references() {
        List<String> references = new ArrayList<>();
        for (Objective.Weighted each : objective.terms()) {
            if (each.term() instanceof Constraint) {
                references.add(TERM + each.name());
            }
        }
        return references;
    }

    /** What is kept after a step. */
    Weights kept(List<Tensor> outputs) {
        Map<String, Tensor> kept = new LinkedHashMap<>();
        step.inputs().kept().nodes().keySet().forEach(name -> kept.put(name, output(outputs, KEPT + name)));
        return Weights.of(kept);
    }

    /** The loss among a step's outputs; NaN where no term was written. */
    double loss(List<Tensor> outputs) {
        return graph.outputs().containsKey(TrainingProgram.LOSS) ? number(outputs, TrainingProgram.LOSS) : Double.NaN;
    }

    /** What the loss is the sum of, by name; empty where it is one. */
    Map<String, Double> terms(List<Tensor> outputs) {
        Map<String, Double> terms = new LinkedHashMap<>();
        for (Objective.Weighted each : objective.terms()) {
            if (graph.outputs().containsKey(TERM + each.name())) {
                terms.put(each.name(), number(outputs, TERM + each.name()));
            }
        }
        return terms;
    }

    private double number(List<Tensor> outputs, String name) {
        return output(outputs, name).toFloats()[0];
    }

    /** One of a step's outputs. */
    Tensor output(List<Tensor> outputs, String name) {
        return outputs.get(new ArrayList<>(graph.outputs().keySet()).indexOf(name));
    }

    /** The stream of whose batch each node's result has rows; a node of several is of the first. */
    Map<String, String> streamOfNodes() {
        Map<String, String> streams = new LinkedHashMap<>();
        for (Node node : graph.nodes()) {
            Place place = places.get(node.name());
            String stream = place == null ? null : place.stream();
            for (String input : node.inputs()) {
                stream = stream == null ? streams.get(input) : stream;
            }
            if (stream != null) {
                streams.put(node.name(), stream);
            }
        }
        return streams;
    }
}
