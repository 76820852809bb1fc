package io.ocelli.transforms;

import io.ocelli.image.Image;
import io.ocelli.image.Parameters;
import io.ocelli.image.Transform;

/**
 * Mixes a picture with black: 0 is black, 1 changes nothing.
 *
 * @param factor 0 or more
 */
public record Brightness(double factor) implements Transform {
    /**
     * @throws IllegalArgumentException if it is out of range
     */
    public Brightness {
        Factors.checkNotNegative("factor", factor);
    }

    @Override
    public Image apply(Image image) {
        Depths.requireEightBits(this, image);
        float mix = (float) factor;
        return Tables.apply(image, value -> Factors.mixed(0, value, mix));
    }

    @Override
    public String name() {
        return "Brightness";
    }

    @Override
    public Parameters parameters() {
        return Parameters.none().with("factor", factor);
    }
}
