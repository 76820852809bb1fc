package io.ocelli.compression;

import io.ocelli.graph.Cost;

/**
 * A network that a {@link CompressionSearch} has measured.
 *
 * @param name {@code original}, {@code int8}, {@code pruned-0.5-int8-weights}; also of its folder among the search's
 * @param ratio the share of channels that went; 0 where all are there
 * @param form what its numbers are kept in
 * @param bytes of the files that it is saved as
 * @param cost its numbers, of 8 bits or more, and its products for one picture
 * @param single its time for one picture, beside the original's
 * @param sixteen its time for a batch of 16, beside the original's
 * @param accuracy on the pictures to validate with, 0 to 1; not a number where it was not trained
 * @param agreement the share of these of which it says the same class as the original; not a number where it was not trained
 */
public record CompressionCandidate(
        String name,
        double ratio,
        Form form,
        long bytes,
        Cost cost,
        PairedTime single,
        PairedTime sixteen,
        double accuracy,
        double agreement) {

    /** What the numbers of a network are kept in. */
    public enum Form {
        /** As it was trained. */
        FLOAT32(""),
        /** Weights and activations of 8 bits: {@link Quantization}. */
        INT8("int8"),
        /** Weights alone of 8 bits: {@link WeightQuantization}. */
        INT8_WEIGHTS("int8-weights");

        private final String suffix;

        Form(String suffix) {
            this.suffix = suffix;
        }
    }

    static String name(double ratio, Form form) {
        String pruned = ratio == 0 ? "" : "pruned-" + ratio;
        String between = pruned.isEmpty() || form.suffix.isEmpty() ? "" : "-";
        String name = pruned + between + form.suffix;
        return name.isEmpty() ? "original" : name;
    }

    /** Whether it could be chosen; one that costs too much is measured before it would be trained, and is not. */
    public boolean isTrained() {
        return !Double.isNaN(accuracy);
    }
}
