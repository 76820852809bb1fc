package io.ocelli.transforms;

import io.ocelli.image.Image;
import io.ocelli.image.Parameters;
import io.ocelli.image.Transform;

/**
 * Changes the values of a picture of 16 bits in their own unit, such as Hounsfield units: value * factor + offset, rounded to
 * nearest, no further than 16 bits go. Masks and boxes stay.
 *
 * @param factor 0 or more; 1 changes nothing
 * @param offset in the unit of the values
 */
public record Intensity(double factor, double offset) implements Transform {
    /**
     * @throws IllegalArgumentException if a number is out of range
     */
    public Intensity {
        Factors.checkNotNegative("factor", factor);
        Factors.checkFinite("offset", offset);
    }

    /**
     * @throws IllegalArgumentException if the picture has 8 bits, whose values are in no unit
     */
    @Override
    public Image apply(Image image) {
        Depths.requireSixteenBits(this, image);
        Image changed = Image.black(image.height(), image.width(), image.channels(), image.depth());
        for (int i = 0; i < changed.words().length; i++) {
            Depths.put(changed, i, Math.rint(Depths.value(image, i) * factor + offset));
        }
        return changed;
    }

    @Override
    public String name() {
        return "Intensity";
    }

    @Override
    public Parameters parameters() {
        return Parameters.none().with("factor", factor).with("offset", offset);
    }
}
