package io.ocelli.transforms;

import io.ocelli.image.Image;
import io.ocelli.image.Transform;

/** The negative of a picture. */
public record Invert() implements Transform {
    @Override
    public Image apply(Image image) {
        Depths.requireEightBits(this, image);
        return Tables.apply(image, value -> 255 - value);
    }

    @Override
    public String name() {
        return "Invert";
    }
}
