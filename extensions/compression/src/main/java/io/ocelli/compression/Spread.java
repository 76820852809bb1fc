package io.ocelli.compression;

/**
 * What is known of numbers before they are looked at again.
 *
 * @param range from the smallest to the largest
 * @param least the smallest distance from 0
 */
public record Spread(Range range, double least) {
    /**
     * Of these numbers; at least one.
     *
     * @throws IllegalArgumentException if one is not finite
     */
    public static Spread of(float[] values) {
        float min = values[0];
        float max = values[0];
        float least = Math.abs(values[0]);
        for (float value : values) {
            // these keep NaN, which compares with nothing
            min = Math.min(min, value);
            max = Math.max(max, value);
            least = Math.min(least, Math.abs(value));
        }
        return new Spread(new Range(min, max), least);
    }

    /** Of both. */
    public Spread with(Spread other) {
        return new Spread(
                new Range(Math.min(range.min(), other.range.min()), Math.max(range.max(), other.range.max())),
                Math.min(least, other.least));
    }
}
