package io.ocelli.transforms;

import io.ocelli.image.Parameters;
import io.ocelli.image.Pipeline;
import io.ocelli.image.Randomness;
import io.ocelli.image.Size;
import io.ocelli.image.Transform;

/** Turns a picture upside down with a probability. */
public record RandomVerticalFlip(double probability) implements Random {
    /**
     * @throws IllegalArgumentException if the probability is not from 0 to 1
     */
    public RandomVerticalFlip {
        Random.checkProbability(probability);
    }

    @Override
    public Transform draw(Size size, Randomness randomness) {
        return randomness.nextBoolean(probability) ? new VerticalFlip() : Pipeline.empty();
    }

    @Override
    public String name() {
        return "RandomVerticalFlip";
    }

    @Override
    public Parameters parameters() {
        return Parameters.none().with("probability", probability);
    }
}
