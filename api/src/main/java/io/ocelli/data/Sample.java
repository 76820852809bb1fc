package io.ocelli.data;

import com.google.common.collect.ImmutableMap;
import io.ocelli.image.Image;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A picture of a data set and what belongs to it, by name. Immutable.
 *
 * @param name what messages call it: the file's path
 * @param source where the picture comes from
 * @param values its company; the index of its class in {@link DataSet#classes()} is called {@value #CLASS}, and is not
 *     there where it is not known
 */
public record Sample(String name, ImageSource source, Map<String, Datum> values) {
    /** The label of a picture whose class is not known: -1. */
    public static final int UNLABELLED = -1;

    /** The name of the picture's class. */
    public static final String CLASS = "class";

    /**
     * The name of what a picture shares with others, a text: the patient, the camera, the batch of a product. Data sets are
     * divided by it, and nothing is validated with that has been learnt from.
     */
    public static final String GROUP = "group";

    /**
     * The name of whether there is a picture, a row of one number: 0 where the sample's is black because none is known. Networks
     * that look at more than the picture take it.
     */
    public static final String SHOWN = "shown";

    /**
     * The name of what a frozen backbone made of the picture, a row as a classifier's {@code features(picture)} gives it:
     * computed before, or on other machines. A training of the head alone takes it, and does not look at the picture.
     */
    public static final String FEATURES = "backbone features";

    private static final int BLACK = 8;

    /**
     * @throws IllegalArgumentException if a value's name is empty, {@code pixels} or has a dot, the class is no label or the
     *     group no text
     */
    public Sample {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(source, "source");
        values = ImmutableMap.copyOf(values);
        values.keySet().forEach(Sample::checkName);
        @Nullable Datum label = values.get(CLASS);
        if (label != null && !(label instanceof Datum.Label)) {
            throw new IllegalArgumentException("A sample's '" + CLASS + "' is a label, received " + label
                    + ". Call several classes, or a distribution over them, by another name.");
        }
        @Nullable Datum group = values.get(GROUP);
        if (group != null && !(group instanceof Datum.Text)) {
            throw new IllegalArgumentException("A sample's '" + GROUP + "' is a text, received " + group
                    + ". Call what is not the patient or the like by another name.");
        }
    }

    /**
     * A picture and its class.
     *
     * @param label the index of its class in {@link DataSet#classes()}, or {@link #UNLABELLED}
     * @throws IllegalArgumentException if the label is below -1
     */
    public Sample(String name, ImageSource source, int label) {
        this(name, source, label == UNLABELLED ? ImmutableMap.of() : ImmutableMap.of(CLASS, label(label)));
    }

    /** A picture file, called by its path. */
    public static Sample of(Path file, int label) {
        return new Sample(file.toString(), ImageSource.of(file), label);
    }

    /** A sample of which no picture is known, but what it carries: a black one, with 0 as {@value #SHOWN}. */
    public static Sample withoutPicture(String name, Map<String, Datum> values) {
        Map<String, Datum> more = new LinkedHashMap<>(values);
        more.put(SHOWN, Datum.row(0));
        return new Sample(name, ImageSource.of(Image.black(BLACK, BLACK, 3)), more);
    }

    /** The index of its class in {@link DataSet#classes()}, or {@link #UNLABELLED}. */
    public int label() {
        @Nullable Datum label = values.get(CLASS);
        return label == null ? UNLABELLED : ((Datum.Label) label).label();
    }

    /** Whether its class is known. */
    public boolean labelled() {
        return values.containsKey(CLASS);
    }

    /** What it shares with others, such as the patient; null where nothing is said. */
    public @Nullable String group() {
        @Nullable Datum group = values.get(GROUP);
        return group == null ? null : ((Datum.Text) group).text();
    }

    /** This sample with another label. */
    public Sample withLabel(int label) {
        if (label != UNLABELLED) {
            return with(CLASS, label(label));
        }
        Map<String, Datum> others = new LinkedHashMap<>(values);
        others.remove(CLASS);
        return new Sample(name, source, others);
    }

    /** This sample with one value more, in the place of what it had under the name. */
    public Sample with(String name, Datum value) {
        Map<String, Datum> more = new LinkedHashMap<>(values);
        more.put(name, value);
        return new Sample(this.name, source, more);
    }

    static void checkName(String name) {
        if (name.isEmpty() || name.equals(Batch.PIXELS) || name.indexOf('.') >= 0) {
            throw new IllegalArgumentException("A value's name has a letter, no dot, and is not '" + Batch.PIXELS
                    + "', as the picture itself is called; received '" + name + "'");
        }
    }

    private static Datum label(int label) {
        if (label < UNLABELLED) {
            throw new IllegalArgumentException("A label is the index of a class, or -1 for none, received " + label);
        }
        return Datum.label(label);
    }
}
