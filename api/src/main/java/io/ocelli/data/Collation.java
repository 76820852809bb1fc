package io.ocelli.data;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Floats;
import io.ocelli.image.Box;
import io.ocelli.image.Image;
import io.ocelli.image.Intensities;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts what was prepared of some samples side by side. */
final class Collation {
    private static final int NOTHING = -1;

    private final List<Prepared> samples;
    private final int count;
    private final int most;
    private final @Nullable Intensities intensities;
    private final Memory memory;
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();
    private final Map<String, List<String>> texts = new LinkedHashMap<>();

    private Collation(List<Prepared> samples, int count, int most, @Nullable Intensities intensities, Memory memory) {
        this.samples = samples;
        this.count = count;
        this.most = most;
        this.intensities = intensities;
        this.memory = memory;
    }

    /**
     * A batch.
     *
     * @param count how many the tensors hold; those after the samples are padding
     * @param most how many those of a later batch may hold
     * @param carries what pictures of their data set carry
     * @param intensities what samples of 16 bits become; null for samples as they are
     */
    static Batch batch(
            List<Prepared> samples,
            int count,
            int most,
            int classes,
            Map<String, Datum.Kind> carries,
            @Nullable Intensities intensities,
            Memory memory) {
        Collation collation = new Collation(samples, count, most, intensities, memory);
        int[] labels = new int[samples.size()];
        int[] indexes = new int[samples.size()];
        Map<String, Datum.Kind> carried = new LinkedHashMap<>(carries);
        carried.put(Sample.CLASS, Datum.Kind.LABEL); // also where none is known
        for (int i = 0; i < labels.length; i++) {
            labels[i] = samples.get(i).sample().label();
            indexes[i] = samples.get(i).index();
        }
        samples.get(0).pictures().keySet().forEach(collation::pixels);
        carried.forEach(collation::add);
        return new Batch(collation.tensors, collation.texts, classes, labels, indexes);
    }

    private void add(String name, Datum.Kind kind) {
        switch (kind) {
            case LABEL:
                labels(name);
                break;
            case MASK:
                masks(name);
                break;
            case BOXES:
                boxes(name);
                break;
            case TEXT:
                texts.put(name, texts(name));
                break;
            case PICTURE:
                break; // among the prepared pictures
            default:
                rows(name);
        }
    }

    private void pixels(String name) {
        Image first = samples.get(0).picture(name);
        Shape shape = Shape.of(count, first.height(), first.width(), first.channels());
        boolean bytewise = first.depth() == Image.Depth.UINT8 && intensities == null;
        long each = (long) first.height() * first.width() * first.channels() * (bytewise ? 1 : Float.BYTES);
        ByteBuffer bytes = memory.take(name, count, most, each);
        for (Prepared sample : samples) {
            Image image = sample.picture(name);
            requireSameSize(name, first, sample, image);
            if (intensities != null) {
                for (float intensity : intensities.of(image)) {
                    bytes.putFloat(intensity);
                }
            } else if (bytewise) {
                bytes.put(image.samples());
            } else {
                boolean signed = image.depth() == Image.Depth.INT16;
                for (short word : image.words()) {
                    bytes.putFloat(signed ? word : word & 65535);
                }
            }
        }
        finish(name, bytewise ? DType.UINT8 : DType.FLOAT32, shape, bytes, 0);
    }

    private void labels(String name) {
        ByteBuffer bytes = memory.take(name, count, most, Long.BYTES);
        for (Prepared sample : samples) {
            boolean unknown = name.equals(Sample.CLASS) && !sample.sample().labelled();
            bytes.putLong(
                    unknown ? NOTHING : sample.value(name, Datum.Label.class).label());
        }
        finish(name, DType.INT64, Shape.of(count), bytes, NOTHING);
    }

    private void masks(String name) {
        Image first = samples.get(0).picture(Batch.PIXELS);
        long pixels = (long) first.height() * first.width();
        ByteBuffer bytes = memory.take(name, count, most, pixels * Long.BYTES);
        for (Prepared sample : samples) {
            Image mask = sample.mask(name); // of the size of its picture, all of which are of one
            for (int y = 0; y < first.height(); y++) {
                for (int x = 0; x < first.width(); x++) {
                    bytes.putLong(mask == null ? NOTHING : mask.sample(y, x, 0));
                }
            }
        }
        finish(name, DType.INT64, Shape.of(count, first.height(), first.width()), bytes, NOTHING);
    }

    private void boxes(String name) {
        int longest = 1; // engines dislike tensors of nothing
        for (Prepared sample : samples) {
            longest = Math.max(longest, sample.boxes(name).size());
        }
        String labelled = name + ".labels";
        ByteBuffer places = memory.take(name, count, most, longest * 4L * Float.BYTES);
        ByteBuffer labels = memory.take(labelled, count, most, longest * (long) Long.BYTES);
        for (Prepared sample : samples) {
            List<Box> boxes = sample.boxes(name);
            for (int i = 0; i < longest; i++) {
                @Nullable Box box = i < boxes.size() ? boxes.get(i) : null;
                places.putFloat(box == null ? 0 : box.left()).putFloat(box == null ? 0 : box.top());
                places.putFloat(box == null ? 0 : box.right()).putFloat(box == null ? 0 : box.bottom());
                labels.putLong(box == null ? NOTHING : box.label());
            }
        }
        finish(name, DType.FLOAT32, Shape.of(count, longest, 4), places, 0);
        finish(labelled, DType.INT64, Shape.of(count, longest), labels, NOTHING);
    }

    private void rows(String name) {
        int length = row(samples.get(0), name).length;
        ByteBuffer bytes = memory.take(name, count, most, length * (long) Float.BYTES);
        for (Prepared sample : samples) {
            for (float value : row(sample, name)) {
                bytes.putFloat(value);
            }
        }
        finish(name, DType.FLOAT32, Shape.of(count, length), bytes, 0);
    }

    private static float[] row(Prepared sample, String name) {
        Datum value = sample.value(name, Datum.class);
        if (value instanceof Datum.Row) {
            return Floats.toArray(((Datum.Row) value).values());
        }
        if (value instanceof Datum.Distribution) {
            return Floats.toArray(((Datum.Distribution) value).shares());
        }
        Datum.Labels labels = (Datum.Labels) value;
        float[] row = new float[labels.classes()];
        for (int label : labels.labels()) {
            row[label] = 1;
        }
        return row;
    }

    private List<String> texts(String name) {
        List<String> all = new ArrayList<>(samples.size());
        for (Prepared sample : samples) {
            all.add(sample.value(name, Datum.Text.class).text());
        }
        return ImmutableList.copyOf(all);
    }

    /** Pads what is left, with bytes of 0 or of -1, and keeps the tensor. */
    private void finish(String name, DType type, Shape shape, ByteBuffer bytes, int padding) {
        while (bytes.hasRemaining()) {
            bytes.put((byte) padding);
        }
        ((Buffer) bytes).flip(); // ByteBuffer has no flip of its own on Android 26
        tensors.put(name, Tensor.of(type, shape, bytes));
    }

    private void requireSameSize(String name, Image first, Prepared other, Image image) {
        if (image.height() != first.height()
                || image.width() != first.width()
                || image.channels() != first.channels()
                || image.depth() != first.depth()) {
            String what = name.equals(Batch.PIXELS) ? "" : " called '" + name + "'";
            throw new IllegalArgumentException("The pictures of a batch" + what
                    + " are of one size after the transform, received " + first + " from "
                    + samples.get(0).sample().name() + " and " + image + " from "
                    + other.sample().name() + ". End the transform with a resize or crop to a fixed size.");
        }
    }
}
