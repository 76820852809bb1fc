package io.ocelli.transforms;

import io.ocelli.image.Image;
import io.ocelli.image.Parameters;
import io.ocelli.image.Transform;

/**
 * Inverts the samples from a threshold on.
 *
 * @param threshold 0 to 256
 */
public record Solarize(int threshold) implements Transform {
    /**
     * @throws IllegalArgumentException if it is out of range
     */
    public Solarize {
        if (threshold < 0 || threshold > 256) {
            throw new IllegalArgumentException("A threshold is from 0 to 256, received " + threshold);
        }
    }

    @Override
    public Image apply(Image image) {
        Depths.requireEightBits(this, image);
        return Tables.apply(image, value -> value < threshold ? value : 255 - value);
    }

    @Override
    public String name() {
        return "Solarize";
    }

    @Override
    public Parameters parameters() {
        return Parameters.none().with("threshold", threshold);
    }
}
