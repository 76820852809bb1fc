package io.ocelli.data;

import io.ocelli.image.Randomness;

/**
 * {@link Mix#or}: one of two mixes for each batch. Immutable, safe for as many threads as these are.
 *
 * @param switchProbability how likely the second is, from 0 to 1
 */
public record EitherMix(Mix first, Mix second, double switchProbability) implements Mix {
    /**
     * @throws IllegalArgumentException if the probability is not from 0 to 1
     */
    public EitherMix {
        Partners.checkProbability(switchProbability);
    }

    @Override
    public Batch apply(Batch batch, Randomness randomness) {
        return (randomness.nextBoolean(switchProbability) ? second : first).apply(batch, randomness);
    }

    @Override
    public String toString() {
        return first + ".or(" + second + ", " + switchProbability + ")";
    }
}
