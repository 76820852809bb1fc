package io.ocelli.data;

import io.ocelli.tensor.Tensor;

/**
 * Pictures of one size side by side, with their labels.
 *
 * <p>The pixels are memory of the {@link Batches} that it came from: they hold until the next batch is asked for or the
 * loading is closed. Who needs them longer copies them.
 */
public final class Batch {
    private final Tensor pixels;
    private final int[] labels;
    private final int[] indexes;

    Batch(Tensor pixels, int[] labels, int[] indexes) {
        this.pixels = pixels;
        this.labels = labels;
        this.indexes = indexes;
    }

    /** The pixels: uint8 N H W C in direct memory; N exceeds {@link #size()} in a padded last batch only. */
    public Tensor pixels() {
        return pixels;
    }

    /** The label of each picture, {@link Sample#UNLABELLED} where it is not known; {@link #size()} of them, a copy. */
    public int[] labels() {
        return labels.clone();
    }

    /** The index of each picture in the data set; {@link #size()} of them, a copy. */
    public int[] indexes() {
        return indexes.clone();
    }

    /** The number of pictures, without padding. */
    public int size() {
        return indexes.length;
    }

    @Override
    public String toString() {
        return "Batch of " + size() + ", " + pixels;
    }
}
