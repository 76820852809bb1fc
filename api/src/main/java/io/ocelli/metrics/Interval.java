package io.ocelli.metrics;

import java.util.Locale;

/**
 * Where a figure lies with some confidence. A value.
 *
 * @param lower the lower end
 * @param upper the upper end
 * @param level how often such intervals hold the true figure, over 0 and below 1: 0.95
 */
public record Interval(double lower, double upper, double level) {
    /** @throws IllegalArgumentException if the level is not between 0 and 1 */
    public Interval {
        requireLevel(level);
    }

    /**
     * Wilson's score interval of a share (1927), without continuity correction: it stays within 0 to 1, and holds for few
     * pictures too. NaN of no pictures.
     *
     * @param hits how many of them
     * @param count of how many
     * @throws IllegalArgumentException if there are fewer pictures than hits, either is negative, or the level is not between 0
     *     and 1
     */
    public static Interval wilson(long hits, long count, double level) {
        if (hits < 0 || hits > count) {
            throw new IllegalArgumentException("A share is of 0 to all, received " + hits + " of " + count);
        }
        double z = reach(level);
        double share = (double) hits / count;
        double scale = 1 + z * z / count;
        double centre = (share + z * z / (2.0 * count)) / scale;
        double half = z / scale * Math.sqrt(share * (1 - share) / count + z * z / (4.0 * count * count));
        // Both ends are exact in the formula and not in its rounding.
        return new Interval(
                hits == 0 && count > 0 ? 0 : centre - half, hits == count && count > 0 ? 1 : centre + half, level);
    }

    /** The interval of a figure that is distributed normally. */
    static Interval normal(double value, double variance, double level) {
        double half = reach(level) * Math.sqrt(variance);
        return new Interval(value - half, value + half, level);
    }

    /** How many deviations the level reaches to either side. */
    private static double reach(double level) {
        requireLevel(level);
        return Normal.reach(level);
    }

    private static void requireLevel(double level) {
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException(
                    "A confidence level is over 0 and below 1, such as 0.95, received " + level);
        }
    }

    /** Whether a figure lies within, the ends included. */
    public boolean contains(double value) {
        return lower <= value && value <= upper;
    }

    /** Such as {@code 0.8123 to 0.8765 (95 %)}. */
    @Override
    public String toString() {
        String percent = String.format(Locale.ROOT, "%.3f", 100 * level).replaceAll("\\.?0+$", "");
        return String.format(Locale.ROOT, "%.4f to %.4f (%s %%)", lower, upper, percent);
    }
}
