package io.ocelli.data;

import io.ocelli.image.Randomness;

/**
 * What mixes the samples of a batch with each other, after they were put together: a picture of two, or one pasted into
 * another. A value: immutable, safe for any number of threads.
 *
 * <p>It gives the batch with some tensors {@linkplain Batch#with replaced or added}, and writes into none. What became of
 * the classes is the tensor {@value Batch#TARGETS}, for instance {@link Batch#distribution} mixed as the pictures were;
 * {@link Batch#labels} and {@link Batch#indexes} stay.
 *
 * <pre>{@code
 * Mix halves = (batch, randomness) -> {
 *     int[] partners = randomness.permutation(batch.size());
 *     return batch.with("pixels", mean(batch.pixels(), partners)).with(Batch.TARGETS, mean(batch.distribution(), partners));
 * };
 * }</pre>
 */
@FunctionalInterface
public interface Mix {
    /**
     * The mixed batch.
     *
     * @param randomness drawn from the loader's seed, the epoch and the batch's place in it
     */
    Batch apply(Batch batch, Randomness randomness);
}
