package io.ocelli.data;

import io.ocelli.image.Randomness;

/**
 * {@link Mix#withProbability}: a mix for some batches. Immutable, safe for as many threads as the mix is.
 *
 * @param probability how likely a batch is mixed, from 0 to 1
 */
public record MixSometimes(Mix mix, double probability) implements Mix {
    /**
     * @throws IllegalArgumentException if the probability is not from 0 to 1
     */
    public MixSometimes {
        Partners.checkProbability(probability);
    }

    @Override
    public Batch apply(Batch batch, Randomness randomness) {
        return randomness.nextBoolean(probability) ? mix.apply(batch, randomness) : batch;
    }

    @Override
    public String toString() {
        return mix + ".withProbability(" + probability + ")";
    }
}
