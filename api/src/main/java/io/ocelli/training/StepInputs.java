package io.ocelli.training;

import io.ocelli.graph.Graph;
import io.ocelli.graph.Input;
import io.ocelli.graph.Node;
import io.ocelli.graph.Value;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.training.Given.Place;
import io.ocelli.training.Given.Slot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a step is given from outside: what batches have, numbers of schedules, and what is kept from the step before. */
final class StepInputs {
    private final Graph.Builder builder;
    private final Given given;
    private final Map<String, Place> places = new LinkedHashMap<>();
    private final Map<String, Schedule> numbers = new LinkedHashMap<>();
    private final Kept kept = new Kept();

    /** @param own inputs of the builder that the labelled pictures fill */
    StepInputs(Graph.Builder builder, Given given, List<Node> own) {
        this.builder = builder;
        this.given = given;
        own.forEach(input -> places.put(input.name(), new Place(Given.LABELLED, input.name())));
    }

    /** What batches have under a name, as {@link Step} calls it; added where nobody has asked before. */
    Value value(String name) {
        Place place = given.place(name);
        for (Map.Entry<String, Place> known : places.entrySet()) {
            if (known.getValue().equals(place)) {
                return Value.of(builder, known.getKey());
            }
        }
        Slot slot = given.slot(place);
        String node =
                builder.add("given/" + place, new Input(slot.type(), slot.one().rank()));
        places.put(node, place);
        return Value.of(builder, node);
    }

    /** @throws IllegalArgumentException if another schedule has the name */
    Value number(String name, Schedule schedule) {
        Schedule before = numbers.putIfAbsent(name, schedule);
        if (before == null) {
            builder.add(name, new Input(DType.FLOAT32, 0));
        } else if (!before.equals(schedule)) {
            throw new IllegalArgumentException(
                    "A number is of one schedule, and '" + name + "' is of " + before + " and of " + schedule);
        }
        return Value.of(builder, name);
    }

    /** @throws IllegalArgumentException if the name is another's, of another start */
    Value kept(String name, Tensor start) {
        if (kept.begins(name, start)) {
            builder.add(name, new Input(DType.FLOAT32, start.shape().rank()));
        }
        return Value.of(builder, name);
    }

    /** The shapes, for one sample, of those of a graph's inputs that are given here. */
    Map<String, Shape> shapes(Graph graph) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        places.forEach((name, place) -> {
            if (graph.contains(name)) {
                shapes.put(name, given.slot(place).one());
            }
        });
        numbers.keySet().forEach(name -> shapes.put(name, Shape.of()));
        kept.start().toMap().forEach((name, start) -> shapes.put(name, start.shape()));
        shapes.keySet().removeIf(name -> !graph.contains(name));
        return shapes;
    }

    /** What batches give, by the node that takes it. */
    Map<String, Place> places() {
        return places;
    }

    /** The schedules of numbers, by their nodes. */
    Map<String, Schedule> numbers() {
        return numbers;
    }

    /** What is kept from step to step. */
    Kept kept() {
        return kept;
    }
}
