package io.ocelli.compression;

/**
 * The whole numbers that quantised numbers become.
 *
 * @param min the lowest, at most 0
 * @param max the highest, at least 1
 * @param symmetric whether ranges are made as wide on both sides of 0, so that all tensors have one zero point
 */
public record Levels(int min, int max, boolean symmetric) {
    /** 0 to 255, what integer kernels of x86 processors take as activations. */
    public static final Levels UINT8 = new Levels(0, 255, false);

    /** -128 to 127. */
    public static final Levels INT8 = new Levels(-128, 127, false);

    /** -127 to 127 around 0: weights. */
    public static final Levels INT8_SYMMETRIC = new Levels(-127, 127, true);

    public Levels {
        if (min > 0 || max < 1) {
            throw new IllegalArgumentException(
                    "Levels begin at 0 or below and end above, received " + min + " to " + max);
        }
    }

    /** How many steps lie between the lowest and the highest. */
    public int steps() {
        return max - min;
    }

    /** The level nearest to a whole number. */
    int kept(double level) {
        return (int) Math.max(min, Math.min(max, level));
    }
}
