package io.ocelli.zoo;

import io.ocelli.model.InputSize;

/** What the families share. */
final class Families {
    /** The classes of ImageNet-1k. */
    static final int IMAGENET = 1000;

    private Families() {}

    static InputSize pixels(int side) {
        return new InputSize(3, side, side);
    }

    /** The multiple of 8 nearest to {@code value}, and not more than a tenth below it (Sandler et al. 2018). */
    static int eights(double value) {
        int rounded = Math.max(8, (int) (value + 4) / 8 * 8);
        return rounded < 0.9 * value ? rounded + 8 : rounded;
    }
}
