package io.ocelli.transforms;

import io.ocelli.image.Parameters;
import io.ocelli.image.Pipeline;
import io.ocelli.image.Randomness;
import io.ocelli.image.Size;
import io.ocelli.image.Transform;

/**
 * Takes the colour away with a probability; the number of channels stays. Immutable, safe for any number of threads.
 */
public record RandomGrayscale(double probability) implements Random {
    /**
     * @throws IllegalArgumentException if the probability is not from 0 to 1
     */
    public RandomGrayscale {
        Random.checkProbability(probability);
    }

    @Override
    public Transform draw(Size size, Randomness randomness) {
        // Unlike Grayscale(3) it leaves a picture of one channel one.
        return randomness.nextBoolean(probability) ? new Saturation(0) : Pipeline.empty();
    }

    @Override
    public String name() {
        return "RandomGrayscale";
    }

    @Override
    public Parameters parameters() {
        return Parameters.none().with("probability", probability);
    }
}
