package io.ocelli.data;

import java.nio.file.Path;
import java.util.Objects;

/**
 * A picture of a data set and its class. Immutable.
 *
 * @param name what messages call it: the file's path
 * @param source where the picture comes from
 * @param label the index of its class in {@link DataSet#classes()}, or {@link #UNLABELLED}
 */
public record Sample(String name, ImageSource source, int label) {
    /** The label of a picture whose class is not known: -1. */
    public static final int UNLABELLED = -1;

    /**
     * @throws IllegalArgumentException if the label is below -1
     */
    public Sample {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(source, "source");
        if (label < UNLABELLED) {
            throw new IllegalArgumentException("A label is the index of a class, or -1 for none, received " + label);
        }
    }

    /** A picture file, called by its path. */
    public static Sample of(Path file, int label) {
        return new Sample(file.toString(), ImageSource.of(file), label);
    }

    /** Whether its class is known. */
    public boolean labelled() {
        return label != UNLABELLED;
    }

    /** This sample with another label. */
    public Sample withLabel(int label) {
        return new Sample(name, source, label);
    }
}
