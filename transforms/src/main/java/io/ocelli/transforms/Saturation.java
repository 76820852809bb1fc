package io.ocelli.transforms;

import io.ocelli.image.Image;
import io.ocelli.image.Parameters;
import io.ocelli.image.Transform;

/**
 * Mixes a picture with its gray version: 0 is gray, 1 changes nothing. A gray picture stays as it is.
 *
 * @param factor 0 or more
 */
public record Saturation(double factor) implements Transform {
    /**
     * @throws IllegalArgumentException if it is out of range
     */
    public Saturation {
        Factors.checkNotNegative("factor", factor);
    }

    @Override
    public Image apply(Image image) {
        Depths.requireEightBits(this, image);
        if (image.channels() == 1) {
            return image;
        }
        byte[] gray = image.toGray().samples();
        byte[] from = image.samples();
        byte[] to = new byte[from.length];
        float mix = (float) factor;
        for (int i = 0; i < from.length; i++) {
            to[i] = (byte) Factors.mixed(gray[i / 3] & 255, from[i] & 255, mix);
        }
        return Image.of(image.height(), image.width(), 3, to);
    }

    @Override
    public String name() {
        return "Saturation";
    }

    @Override
    public Parameters parameters() {
        return Parameters.none().with("factor", factor);
    }
}
