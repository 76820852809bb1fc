package io.ocelli.explanation;

import io.ocelli.tensor.Tensor;

/** A method on an engine. Thread-safe; holds natives until it is closed. */
interface Maps extends AutoCloseable {
    /** In a label's place: the class that the network says. */
    int BEST = -1;

    /**
     * Maps, and what they are of.
     *
     * @param maps float32 N H W, a number for each place of each picture
     * @param labels the class of each
     */
    record Seen(Tensor maps, int[] labels) {}

    /**
     * The maps of pictures.
     *
     * @param input float32 N C H W, normalised
     * @param labels the class of each, or {@link #BEST}
     */
    Seen of(Tensor input, int... labels);

    @Override
    void close();
}
