package io.ocelli.transforms;

import io.ocelli.image.Parameters;
import io.ocelli.image.Pipeline;
import io.ocelli.image.Randomness;
import io.ocelli.image.Size;
import io.ocelli.image.Transform;

/** Mirrors a picture with a probability. */
public record RandomHorizontalFlip(double probability) implements Random {
    /**
     * @throws IllegalArgumentException if the probability is not from 0 to 1
     */
    public RandomHorizontalFlip {
        Random.checkProbability(probability);
    }

    @Override
    public Transform draw(Size size, Randomness randomness) {
        return randomness.nextBoolean(probability) ? new HorizontalFlip() : Pipeline.empty();
    }

    @Override
    public String name() {
        return "RandomHorizontalFlip";
    }

    @Override
    public Parameters parameters() {
        return Parameters.none().with("probability", probability);
    }
}
