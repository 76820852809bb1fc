package io.ocelli.transforms;

import io.ocelli.image.Image;
import io.ocelli.image.Parameters;
import io.ocelli.image.Transform;

/**
 * Mixes a picture with the mean of its gray version: 0 is that gray, 1 changes nothing.
 *
 * @param factor 0 or more
 */
public record Contrast(double factor) implements Transform {
    /**
     * @throws IllegalArgumentException if it is out of range
     */
    public Contrast {
        Factors.checkNotNegative("factor", factor);
    }

    @Override
    public Image apply(Image image) {
        Depths.requireEightBits(this, image);
        byte[] gray = image.toGray().samples();
        long sum = 0;
        for (byte value : gray) {
            sum += value & 255;
        }
        int mean = (int) ((double) sum / gray.length + 0.5);
        float mix = (float) factor;
        return Tables.apply(image, value -> Factors.mixed(mean, value, mix));
    }

    @Override
    public String name() {
        return "Contrast";
    }

    @Override
    public Parameters parameters() {
        return Parameters.none().with("factor", factor);
    }
}
