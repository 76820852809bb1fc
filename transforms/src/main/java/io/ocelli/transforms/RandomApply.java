package io.ocelli.transforms;

import io.ocelli.image.Parameters;
import io.ocelli.image.Pipeline;
import io.ocelli.image.Randomness;
import io.ocelli.image.Size;
import io.ocelli.image.Transform;

/**
 * Applies a transform, which may be random itself, with a probability: {@code new RandomApply(new Posterize(2), 0.5)} is
 * torchvision's {@code RandomPosterize}. Immutable, safe for as many threads as the transform is.
 *
 * @param transform what keeps the size of pictures; several are a {@link Pipeline}
 */
public record RandomApply(Transform transform, double probability) implements Random {
    /**
     * @throws IllegalArgumentException if the probability is not from 0 to 1
     */
    public RandomApply {
        Random.checkProbability(probability);
    }

    /**
     * @throws IllegalArgumentException if the transform changes the size of such a picture
     */
    @Override
    public Transform draw(Size size, Randomness randomness) {
        if (!transform.size(size).equals(size)) {
            throw new IllegalArgumentException("What is applied at random keeps the size of a picture, received "
                    + transform + ", which makes " + transform.size(size) + " of " + size
                    + ". Crop or resize outside of it.");
        }
        return randomness.nextBoolean(probability)
                ? transform.draw(size, randomness.split("transform"))
                : Pipeline.empty();
    }

    @Override
    public String name() {
        return "RandomApply";
    }

    @Override
    public Parameters parameters() {
        return Parameters.none().with("transform", transform).with("probability", probability);
    }
}
