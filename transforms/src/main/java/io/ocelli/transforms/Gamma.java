package io.ocelli.transforms;

import io.ocelli.image.Image;
import io.ocelli.image.Parameters;
import io.ocelli.image.Transform;

/**
 * Raises the samples, from 0 to 1, to a power: under 1 shadows get lighter, over 1 darker.
 *
 * @param gamma the exponent, 0 or more
 * @param gain what the result is multiplied by
 */
public record Gamma(double gamma, double gain) implements Transform {
    /**
     * @throws IllegalArgumentException if the exponent is negative or a number not finite
     */
    public Gamma {
        Factors.checkNotNegative("exponent", gamma);
        Factors.checkFinite("gain", gain);
    }

    @Override
    public Image apply(Image image) {
        Depths.requireEightBits(this, image);
        return Tables.apply(image, value -> (int) ((255 + 1 - 1e-3) * gain * StrictMath.pow(value / 255.0, gamma)));
    }

    @Override
    public String name() {
        return "Gamma";
    }

    @Override
    public Parameters parameters() {
        return Parameters.none().with("gamma", gamma).with("gain", gain);
    }
}
