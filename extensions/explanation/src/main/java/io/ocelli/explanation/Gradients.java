package io.ocelli.explanation;

import io.ocelli.tensor.Tensor;

/** What a node gives, and the gradient of a class's logit with regard to it. Thread-safe; holds natives until it is closed. */
interface Gradients extends AutoCloseable {
    /**
     * What was computed.
     *
     * @param labels the class of each picture
     * @param tapped what the node gave
     * @param gradients of the class's logit, of the same shape
     */
    record Result(int[] labels, Tensor tapped, Tensor gradients) {}

    /** In the way that takes least. */
    static Gradients of(Explanation asked, String node) {
        Tensor rows = PooledHead.rows(asked.network(), node);
        return rows == null ? new LabelGradients(asked, node) : new PooledHead(asked, node, rows);
    }

    /**
     * Of pictures.
     *
     * @param input float32 N C H W, normalised
     * @param labels the class of each, or {@link Maps#BEST}
     */
    Result of(Tensor input, int... labels);

    @Override
    void close();
}
