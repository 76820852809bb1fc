package io.ocelli.data;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Floats;
import com.google.common.primitives.Ints;
import io.ocelli.image.Box;
import io.ocelli.image.Image;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * What a sample carries beside its picture, under a name. Immutable; the pictures among them are read when a batch needs
 * them.
 */
public sealed interface Datum {
    /** What kinds there are, and what a batch makes of N samples of each. */
    enum Kind {
        /** int64 N, -1 where it is not known and in the padding. */
        LABEL,
        /** float32 N K: 1 for each class that is there, else 0. */
        LABELS,
        /** float32 N K. */
        DISTRIBUTION,
        /** int64 N H W: the class of each pixel, -1 of a picture that has none and in the padding. */
        MASK,
        /**
         * float32 N M 4 (left, top, right, bottom), and int64 N M of their labels, -1 in the padding, called {@code NAME.labels}.
         */
        BOXES,
        /** float32 N D. */
        ROW,
        /** No tensor, but {@link Batch#texts}. */
        TEXT,
        /** As the pixels of the sample's own picture. */
        PICTURE
    }

    Kind kind();

    /** The index of a class, 0 or more. */
    static Datum label(int label) {
        return new Label(label);
    }

    /** Those of so many classes that are in the picture; none, or several. */
    static Datum labels(int classes, int... labels) {
        return new Labels(classes, Ints.asList(labels));
    }

    /** A share for each class, 0 or more, that add up to 1. */
    static Datum distribution(float... shares) {
        return new Distribution(Floats.asList(shares.clone()));
    }

    /** A class for each pixel: a picture of one channel and of the sample's picture's size, read by the decoders. */
    static Datum mask(Path file) {
        return new Mask(ImageSource.of(file));
    }

    /** A class for each pixel: a picture of one channel and of the sample's picture's size. */
    static Datum mask(Image image) {
        return new Mask(ImageSource.of(image));
    }

    /** Things and where they are, in pixels of the sample's picture; none, or several. */
    static Datum boxes(Box... boxes) {
        return new Boxes(Arrays.asList(boxes));
    }

    /** A row of numbers: of a table, of a laboratory. */
    static Datum row(float... values) {
        return new Row(Floats.asList(values.clone()));
    }

    static Datum text(String text) {
        return new Text(text);
    }

    /** A second picture. What a transform draws for the first is done to it too, if they are of one size. */
    static Datum picture(Path file) {
        return new Picture(ImageSource.of(file));
    }

    /** A second picture. What a transform draws for the first is done to it too, if they are of one size. */
    static Datum picture(Image image) {
        return new Picture(ImageSource.of(image));
    }

    record Label(int label) implements Datum {
        /**
         * @throws IllegalArgumentException if it is negative
         */
        public Label {
            if (label < 0) {
                throw new IllegalArgumentException(
                        "A label is the index of a class, received " + label + "; leave it out where it is not known");
            }
        }

        @Override
        public Kind kind() {
            return Kind.LABEL;
        }
    }

    /**
     * @param classes how many there are
     * @param labels those that are in the picture
     */
    record Labels(int classes, List<Integer> labels) implements Datum {
        /**
         * @throws IllegalArgumentException if one is not the index of a class
         */
        public Labels {
            labels = ImmutableList.copyOf(labels);
            for (int label : labels) {
                if (label < 0 || label >= classes) {
                    throw new IllegalArgumentException(
                            "Labels are indexes of " + classes + " classes, received " + labels);
                }
            }
        }

        @Override
        public Kind kind() {
            return Kind.LABELS;
        }
    }

    record Distribution(List<Float> shares) implements Datum {
        /**
         * @throws IllegalArgumentException if a share is negative, or the sum is not 1
         */
        public Distribution {
            double sum = 0;
            boolean positive = true;
            for (float share : shares) {
                positive &= share >= 0;
                sum += share;
            }
            if (!positive || !(Math.abs(sum - 1) < 1e-3)) {
                throw new IllegalArgumentException(
                        "The shares of a distribution are 0 or more and add up to 1, received " + shares);
            }
            shares = Collections.unmodifiableList(Floats.asList(Floats.toArray(shares)));
        }

        @Override
        public Kind kind() {
            return Kind.DISTRIBUTION;
        }
    }

    record Mask(ImageSource source) implements Datum {
        public Mask {
            Objects.requireNonNull(source, "source");
        }

        @Override
        public Kind kind() {
            return Kind.MASK;
        }
    }

    record Boxes(List<Box> boxes) implements Datum {
        public Boxes {
            boxes = ImmutableList.copyOf(boxes);
        }

        @Override
        public Kind kind() {
            return Kind.BOXES;
        }
    }

    record Row(List<Float> values) implements Datum {
        public Row {
            values = Collections.unmodifiableList(Floats.asList(Floats.toArray(values)));
        }

        @Override
        public Kind kind() {
            return Kind.ROW;
        }
    }

    record Text(String text) implements Datum {
        public Text {
            Objects.requireNonNull(text, "text");
        }

        @Override
        public Kind kind() {
            return Kind.TEXT;
        }
    }

    record Picture(ImageSource source) implements Datum {
        public Picture {
            Objects.requireNonNull(source, "source");
        }

        @Override
        public Kind kind() {
            return Kind.PICTURE;
        }
    }
}
