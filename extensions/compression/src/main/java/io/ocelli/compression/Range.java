package io.ocelli.compression;

/**
 * From the smallest to the largest of numbers, or of those that count.
 *
 * @param min finite
 * @param max finite, not below {@code min}
 */
public record Range(double min, double max) {
    public Range {
        if (!(min <= max) || Double.isInfinite(min) || Double.isInfinite(max)) {
            throw new IllegalArgumentException(
                    "A range goes from a finite number to one not below it, received " + min + " to " + max);
        }
    }

    /** The part of it that lies within another. */
    Range within(Range other) {
        return new Range(Math.max(min, other.min), Math.min(max, other.max));
    }

    /** Both ends multiplied. */
    Range times(double factor) {
        return new Range(min * factor, max * factor);
    }

    /** The largest distance from 0. */
    double magnitude() {
        return Math.max(Math.abs(min), Math.abs(max));
    }
}
