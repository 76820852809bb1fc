package io.ocelli.metrics;

import java.util.Locale;

/**
 * The area under a ROC curve and how sure it is. A value.
 *
 * @param value 0 to 1; NaN without pictures of the class, or without others
 * @param variance DeLong's; NaN with fewer than two pictures of the class, or fewer than two others
 */
public record RocArea(double value, double variance) {
    /**
     * The area of a model's scores (DeLong, DeLong, Clarke-Pearson 1988), ties half.
     *
     * @param positive N: whether a picture is of the class
     * @param scores N: higher for the class
     * @throws IllegalArgumentException if the lengths differ, or a score is NaN
     */
    public static RocArea of(boolean[] positive, double[] scores) {
        return DeLong.area(positive, scores);
    }

    /**
     * The normal interval; it may end outside of 0 to 1, where the area is near to either. Of an area of 0 or 1 it is that
     * area alone, whatever the number of pictures.
     *
     * @throws IllegalArgumentException if the level is not between 0 and 1
     */
    public Interval interval(double level) {
        return Interval.normal(value, variance, level);
    }

    /** Such as {@code AUC 0.9019, 0.8496 to 0.9541 (95 %)}. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "AUC %.4f, %s", value, interval(0.95));
    }
}
