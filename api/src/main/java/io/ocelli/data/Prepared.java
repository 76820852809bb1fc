package io.ocelli.data;

import com.google.common.collect.ImmutableMap;
import io.ocelli.error.ImageException;
import io.ocelli.error.OcelliException;
import io.ocelli.image.Box;
import io.ocelli.image.Image;
import io.ocelli.image.Randomness;
import io.ocelli.image.Transform;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of a sample, or why nothing did.
 *
 * @param pictures those that become pixels in a batch: its own, other views of it, and others that it carries
 */
record Prepared(
        int index,
        Sample sample,
        Map<String, Image> pictures,
        Map<String, Image> masks,
        Map<String, List<Box>> boxes,
        @Nullable Throwable failure) {

    static Prepared of(
            int index,
            Sample sample,
            int channels,
            Transform transform,
            Map<String, Transform> views,
            boolean whole,
            Randomness randomness) {
        try {
            Drawing drawing = new Drawing(transform, randomness);
            boolean alone = !whole
                    && views.isEmpty()
                    && sample.values().values().stream().noneMatch(Prepared::moves);
            Image image =
                    (alone ? sample.source().readFor(drawing) : read(sample.source(), whole)).toChannels(channels);
            Transform drawn = drawing.drawn(image.size());
            Image picture = drawn.apply(image);
            ImmutableMap.Builder<String, Image> pictures = ImmutableMap.builder();
            ImmutableMap.Builder<String, Image> masks = ImmutableMap.builder();
            ImmutableMap.Builder<String, List<Box>> boxes = ImmutableMap.builder();
            pictures.put(Batch.PIXELS, picture);
            views.forEach((name, view) -> pictures.put(name, view.apply(image, randomness.split(name))));
            sample.values().forEach((name, value) -> {
                if (value instanceof Datum.Mask) {
                    masks.put(name, moved(name, ((Datum.Mask) value).source().read(), image, drawn, picture));
                } else if (value instanceof Datum.Boxes) {
                    boxes.put(name, drawn.boxes(((Datum.Boxes) value).boxes(), image.size()));
                } else if (value instanceof Datum.Picture) {
                    Image second = read(((Datum.Picture) value).source(), whole).toChannels(channels);
                    boolean alike = second.size().equals(image.size());
                    pictures.put(
                            name,
                            (alike ? drawn : transform.draw(second.size(), randomness.split(name))).apply(second));
                }
            });
            return new Prepared(index, sample, pictures.build(), masks.build(), boxes.build(), null);
        } catch (OutOfMemoryError failure) {
            return failed(
                    index,
                    sample,
                    new ImageException(
                            "it does not fit into the memory (" + failure.getMessage() + "): raise -Xmx", failure));
        } catch (Throwable failure) { // it is thrown where the picture's batch is taken
            return failed(index, sample, failure);
        }
    }

    /** Whether a value is of the picture's own pixels, and moves with them. */
    private static boolean moves(Datum value) {
        return value instanceof Datum.Mask || value instanceof Datum.Boxes || value instanceof Datum.Picture;
    }

    private static Image read(ImageSource source, boolean whole) {
        return whole ? source.readWhole() : source.read();
    }

    private static Prepared failed(int index, Sample sample, Throwable failure) {
        return new Prepared(index, sample, ImmutableMap.of(), ImmutableMap.of(), ImmutableMap.of(), failure);
    }

    private static Image moved(String name, Image mask, Image image, Transform drawn, Image picture) {
        if (mask.channels() != 1 || !mask.size().equals(image.size())) {
            throw new ImageException("A mask has one channel and its picture's size, received " + mask + " as '" + name
                    + "' of " + image);
        }
        Image moved = drawn.mask(mask);
        if (!moved.size().equals(picture.size())) {
            throw new IllegalArgumentException(
                    "A transform that changes a picture's size does so to its mask, received " + picture + " and "
                            + moved + " from " + drawn + ". Give the transform a mask method.");
        }
        return moved;
    }

    Image picture(String name) {
        return present(name, pictures.get(name));
    }

    /** Null where the sample has none. */
    @Nullable
    Image mask(String name) {
        return masks.get(name);
    }

    List<Box> boxes(String name) {
        return present(name, boxes.get(name));
    }

    <T extends Datum> T value(String name, Class<T> kind) {
        @Nullable Datum value = sample.values().get(name);
        return present(name, kind.isInstance(value) ? kind.cast(value) : null);
    }

    private <T> T present(String name, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException("All samples of a data set carry the same, and " + sample.name()
                    + " has no '" + name + "' of the kind that others have");
        }
        return value;
    }

    /** Whether the picture cannot be read, rather than that the program is wrong. */
    boolean broken() {
        return failure instanceof ImageException;
    }

    SkippedPicture skipped() {
        return new SkippedPicture(index, sample.name(), message());
    }

    /** Throws what kept the picture away, with the sample's name. */
    void check() {
        if (failure == null) {
            return;
        }
        if (failure instanceof Error) {
            throw (Error) failure;
        }
        String named = message().contains(sample.name()) ? message() : sample.name() + ": " + message();
        if (failure instanceof ImageException) {
            throw new ImageException(
                    named + ". Remove or replace the picture, or choose OnBroken.SKIP, which leaves it out.", failure);
        }
        if (failure instanceof IllegalArgumentException) {
            throw new IllegalArgumentException(named, failure);
        }
        if (failure instanceof IllegalStateException) {
            throw new IllegalStateException(message(), failure);
        }
        throw new OcelliException("Preparing " + sample.name() + " failed: " + failure, failure);
    }

    private String message() {
        return failure == null ? "" : String.valueOf(failure.getMessage());
    }
}
