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
 * Mix usual = Mix.mixUp(0.2).or(Mix.cutMix(1));
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

    /**
     * Each picture and the one before it in the batch as a weighted sum, and their targets too (MixUp, Zhang et al. 2017), as
     * torchvision's {@code MixUp}.
     *
     * @param alpha of the distribution Beta(alpha, alpha) that the weight is drawn from, one for the batch; over 0, 0.1 to 0.8
     *     are usual
     * @throws IllegalArgumentException if it is not over 0 and finite
     */
    static Mix mixUp(double alpha) {
        return new MixUp(alpha);
    }

    /**
     * A rectangle of each picture from the one before it in the batch, and their targets by the share of the area (CutMix, Yun et
     * al. 2019), as torchvision's {@code CutMix}.
     *
     * @param alpha of the distribution Beta(alpha, alpha) that the share is drawn from, one for the batch; over 0, 1 is usual
     * @throws IllegalArgumentException if it is not over 0 and finite
     */
    static Mix cutMix(double alpha) {
        return new CutMix(alpha);
    }

    /** For each batch this mix or another, as likely. */
    default Mix or(Mix other) {
        return or(other, 0.5);
    }

    /**
     * For each batch this mix or another.
     *
     * @param switchProbability how likely the other is, from 0 to 1 (timm's {@code switch_prob})
     * @throws IllegalArgumentException if the probability is not from 0 to 1
     */
    default Mix or(Mix other, double switchProbability) {
        return new EitherMix(this, other, switchProbability);
    }

    /**
     * This mix for some batches, and none for the others.
     *
     * @param probability how likely a batch is mixed, from 0 to 1
     * @throws IllegalArgumentException if the probability is not from 0 to 1
     */
    default Mix withProbability(double probability) {
        return new MixSometimes(this, probability);
    }
}
