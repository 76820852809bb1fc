package io.ocelli.metrics;

import java.util.Arrays;
import java.util.Locale;

/**
 * The areas under the ROC curves of two models over the same pictures, and whether they differ (DeLong, DeLong, Clarke-Pearson
 * 1988; by ranks, Sun and Xu 2014). A value.
 *
 * @param first the area of the first model
 * @param second the area of the second
 * @param covariance of both areas
 */
public record DeLong(RocArea first, RocArea second, double covariance) {
    /**
     * Compares two models.
     *
     * @param positive N: whether a picture is of the class
     * @param first N: the first model's score of each, higher for the class
     * @param second N: the second's
     * @throws IllegalArgumentException if the lengths differ, or a score is NaN
     */
    public static DeLong of(boolean[] positive, double[] first, double[] second) {
        Placements one = new Placements(positive, first);
        Placements other = new Placements(positive, second);
        return new DeLong(one.area(), other.area(), one.covariance(other));
    }

    /** The area under one model's ROC curve; as {@link RocArea#of}. */
    static RocArea area(boolean[] positive, double[] scores) {
        return new Placements(positive, scores).area();
    }

    /** By how much the first area is larger. */
    public double difference() {
        return first.value() - second.value();
    }

    private double variance() {
        // Rounding may leave less than nothing.
        return Math.max(0, first.variance() + second.variance() - 2 * covariance);
    }

    /** The interval of the {@link #difference()}; NaN as {@link RocArea#variance()}. */
    public Interval interval(double level) {
        return Interval.normal(difference(), variance(), level);
    }

    /** The difference over its deviation; 0 for models that rank alike. */
    public double z() {
        return difference() == 0 && variance() == 0 ? 0 : difference() / Math.sqrt(variance());
    }

    /** How likely such a difference, or a larger one to either side, is between equals, 0 to 1. */
    public double p() {
        return Normal.beyond(z());
    }

    /** Such as {@code AUC 0.9019 and 0.8127, difference 0.0892, z = 3.007, p = 0.00264}. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "AUC %.4f and %.4f, difference %.4f, z = %.3f, p = %.3g",
                first.value(),
                second.value(),
                difference(),
                z(),
                p());
    }

    /** Of each picture the share of the other side's that it is in order with. */
    private static final class Placements {
        private final double[] positives;
        private final double[] negatives;

        Placements(boolean[] positive, double[] scores) {
            if (positive.length != scores.length) {
                throw new IllegalArgumentException("A ROC curve takes one score of each of " + positive.length
                        + " pictures, received " + scores.length);
            }
            int count = 0;
            for (int i = 0; i < scores.length; i++) {
                if (Double.isNaN(scores[i])) {
                    throw new IllegalArgumentException("A score is a number, received NaN for picture " + i
                            + ": the network's weights or input are not finite");
                }
                count += positive[i] ? 1 : 0;
            }
            this.positives = new double[count];
            this.negatives = new double[scores.length - count];
            int p = 0;
            int n = 0;
            for (int i = 0; i < scores.length; i++) {
                // Adding 0 makes one zero of both.
                if (positive[i]) {
                    positives[p++] = scores[i] + 0.0;
                } else {
                    negatives[n++] = scores[i] + 0.0;
                }
            }
            double[] sortedPositives = positives.clone();
            double[] sortedNegatives = negatives.clone();
            Arrays.sort(sortedPositives);
            Arrays.sort(sortedNegatives);
            Arrays.setAll(positives, i -> below(sortedNegatives, positives[i]));
            Arrays.setAll(negatives, i -> 1 - below(sortedPositives, negatives[i]));
        }

        /** The share below a score, those equal to it half. */
        private static double below(double[] sorted, double score) {
            return (first(sorted, score, false) + (double) first(sorted, score, true)) / 2 / sorted.length;
        }

        /** How many come before the first that is not less, or is greater. */
        private static int first(double[] sorted, double score, boolean greater) {
            int low = 0;
            int high = sorted.length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (greater ? sorted[middle] <= score : sorted[middle] < score) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }

        RocArea area() {
            return new RocArea(mean(positives), covariance(this));
        }

        double covariance(Placements other) {
            return covariance(positives, other.positives) / positives.length
                    + covariance(negatives, other.negatives) / negatives.length;
        }

        private static double covariance(double[] a, double[] b) {
            double meanA = mean(a);
            double meanB = mean(b);
            double sum = 0;
            for (int i = 0; i < a.length; i++) {
                sum += (a[i] - meanA) * (b[i] - meanB);
            }
            return a.length < 2 ? Double.NaN : sum / (a.length - 1);
        }

        private static double mean(double[] values) {
            return Arrays.stream(values).sum() / values.length;
        }
    }
}
