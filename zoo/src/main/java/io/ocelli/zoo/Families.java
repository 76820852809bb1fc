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
        return multiple(value, 8);
    }

    /** The multiple of {@code divisor} nearest to {@code value}, and not more than a tenth below it. */
    static int multiple(double value, int divisor) {
        int rounded = Math.max(divisor, (int) (value + divisor / 2.0) / divisor * divisor);
        return rounded < 0.9 * value ? rounded + divisor : rounded;
    }
}
