package io.ocelli.transforms;

/** Checks of numbers, and the mixing of two pictures by a factor. */
final class Factors {
    private Factors() {}

    static void checkFinite(String what, double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            throw new IllegalArgumentException("The " + what + " is a finite number, received " + value);
        }
    }

    static void checkNotNegative(String what, double value) {
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("The " + what + " is 0 or more, received " + value);
        }
    }

    /** {@code from} at factor 0, {@code to} at 1, on beyond it, in floats and cut down as Pillow's. */
    static int mixed(int from, int to, float factor) {
        float value = from + factor * (to - from);
        return value <= 0 ? 0 : value >= 255 ? 255 : (int) value;
    }
}
