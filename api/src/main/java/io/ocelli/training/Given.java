package io.ocelli.training;

import com.google.common.collect.ImmutableMap;
import io.ocelli.data.Batch;
import io.ocelli.data.DataSet;
import io.ocelli.data.Datum;
import io.ocelli.data.Sample;
import io.ocelli.model.InputSize;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What batches give to a step, by stream; that of the labelled pictures is called "". A step asks by one name: that of a stream
 * is its samples, {@code stream.value} what these carry, and a value alone what the labelled pictures carry.
 */
final class Given {
    /** The stream of the labelled pictures. */
    static final String LABELLED = "";

    private final String purpose;
    private final InputSize size;
    private final int classes;
    private final DType pixels;
    private final Map<String, Map<String, Slot>> streams = new LinkedHashMap<>();

    /** Where a value is found. */
    record Place(String stream, String value) {
        /** Whether it is the stream's own pictures. */
        boolean samples() {
            return value.equals(Batch.PIXELS);
        }

        @Override
        public String toString() {
            return stream.isEmpty() ? value : samples() ? stream : stream + "." + value;
        }
    }

    /** A value for one sample, with a leading 1. */
    record Slot(DType type, Shape one) {}

    private Given(String purpose, InputSize size, int classes, DType pixels) {
        this.purpose = purpose;
        this.size = size;
        this.classes = classes;
        this.pixels = pixels;
    }

    /** What the pictures to learn from give. */
    static Given training(Choices recipe, DataSet pictures, InputSize size, int classes, DType pixels) {
        Given given = new Given("A training step", size, classes, pixels);
        given.add(LABELLED, pictures);
        recipe.streams().forEach(given::add);
        recipe.views().keySet().forEach(given::view);
        return given;
    }

    /** What the pictures to validate with give: they have no streams beside them. */
    static Given validation(Choices recipe, DataSet pictures, InputSize size, int classes, DType pixels) {
        Given given = new Given("What is validated", size, classes, pixels);
        given.add(LABELLED, pictures);
        for (String view : recipe.views().keySet()) {
            if (view.indexOf('.') < 0) {
                given.view(view);
            }
        }
        return given;
    }

    private void add(String stream, DataSet pictures) {
        Map<String, Slot> slots = new LinkedHashMap<>();
        slots.put(Batch.PIXELS, pixels());
        slots.put(Batch.TARGETS, new Slot(DType.FLOAT32, Shape.of(1, classes)));
        Set<String> unseen = new HashSet<>(pictures.carries().keySet());
        for (int i = 0; i < pictures.size() && !unseen.isEmpty(); i++) { // some lack what others have
            pictures.sample(i).values().forEach((name, value) -> {
                Slot slot = slot(value);
                if (unseen.remove(name) && slot != null) {
                    slots.put(name, slot);
                }
            });
        }
        streams.put(stream, slots);
        Slot targets = Objects.requireNonNull(slots.get(Batch.TARGETS));
        if (!targets.one().equals(Shape.of(1, classes))) {
            throw new IllegalArgumentException("What pictures carry as '" + Batch.TARGETS
                    + "' has a number for each of the head's " + classes + " classes, received " + targets.one());
        }
    }

    private void view(String name) {
        Place place = place(name);
        Map<String, Slot> slots = streams.get(place.stream());
        if (slots == null || place.samples() || slots.putIfAbsent(place.value(), pixels()) != null) {
            throw new IllegalArgumentException("A view has a name of its own, 'second' of the labelled pictures or"
                    + " 'stream.second' of a stream's, received '" + name + "' beside " + streams);
        }
    }

    /** A picture of any stream. */
    Slot pixels() {
        return new Slot(pixels, Shape.of(1, size.height(), size.width(), size.channels()));
    }

    private @Nullable Slot slot(Datum value) {
        switch (value.kind()) {
            case LABEL:
                return new Slot(DType.INT64, Shape.of(1));
            case LABELS:
                return new Slot(DType.FLOAT32, Shape.of(1, ((Datum.Labels) value).classes()));
            case DISTRIBUTION:
                return new Slot(
                        DType.FLOAT32,
                        Shape.of(1, ((Datum.Distribution) value).shares().size()));
            case ROW:
                return new Slot(
                        DType.FLOAT32, Shape.of(1, ((Datum.Row) value).values().size()));
            case MASK:
                return new Slot(DType.INT64, Shape.of(1, size.height(), size.width()));
            case PICTURE:
                return pixels();
            default:
                return null; // boxes are of any number, texts are no numbers
        }
    }

    /** K. */
    int classes() {
        return classes;
    }

    /** The streams beside the labelled pictures. */
    Set<String> streams() {
        return ImmutableMap.copyOf(streams).keySet();
    }

    /** Where a name is found; nobody says that there is something. */
    Place place(String name) {
        int dot = name.indexOf('.');
        if (name.equals(LABELLED) || streams.containsKey(name)) {
            return new Place(name, Batch.PIXELS);
        }
        return dot < 0 ? new Place(LABELLED, name) : new Place(name.substring(0, dot), name.substring(dot + 1));
    }

    /**
     * What is found at a place.
     *
     * @throws IllegalArgumentException if nothing is
     */
    Slot slot(Place place) {
        Map<String, Slot> slots = streams.get(place.stream());
        Slot slot = slots == null ? null : slots.get(place.value());
        if (slot == null) {
            throw new IllegalArgumentException(purpose + " is given " + described()
                    + ", and the objective or the network asks for '"
                    + place
                    + "'. Say stream(name, pictures) or view(name, transform) in the recipe, or with(name, values)"
                    + " of the pictures" + (Sample.CLASS.equals(place.value()) ? "; their classes are targets()" : "")
                    + ".");
        }
        return slot;
    }

    private String described() {
        StringBuilder text = new StringBuilder();
        streams.forEach((stream, slots) -> slots.keySet()
                .forEach(value -> text.append(text.length() == 0 ? "" : ", ").append(new Place(stream, value))));
        return "[" + text + "]";
    }
}
