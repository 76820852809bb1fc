package io.ocelli.transforms;

import io.ocelli.image.Image;
import io.ocelli.image.Parameters;
import io.ocelli.image.Transform;

/**
 * Keeps the highest bits of each sample.
 *
 * @param bits 0 to 8
 */
public record Posterize(int bits) implements Transform {
    /**
     * @throws IllegalArgumentException if it is out of range
     */
    public Posterize {
        if (bits < 0 || bits > 8) {
            throw new IllegalArgumentException("0 to 8 bits are kept, received " + bits);
        }
    }

    @Override
    public Image apply(Image image) {
        Depths.requireEightBits(this, image);
        int mask = -(1 << (8 - bits));
        return Tables.apply(image, value -> value & mask);
    }

    @Override
    public String name() {
        return "Posterize";
    }

    @Override
    public Parameters parameters() {
        return Parameters.none().with("bits", bits);
    }
}
