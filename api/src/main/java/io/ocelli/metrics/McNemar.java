package io.ocelli.metrics;

import java.util.Locale;

/**
 * Whether one of two models is right more often over the same pictures (McNemar 1947), by those of which only one is right. A
 * value. Each p is two-sided: how likely so large a difference, or a larger one, is between equals.
 *
 * @param onlyFirst the pictures of which only the first model is right
 * @param onlySecond those of which only the second is
 */
public record McNemar(long onlyFirst, long onlySecond) {
    /** @throws IllegalArgumentException if a count is negative */
    public McNemar {
        if (onlyFirst < 0 || onlySecond < 0) {
            throw new IllegalArgumentException(
                    "McNemar's counts are 0 or more, received " + onlyFirst + " and " + onlySecond);
        }
    }

    /**
     * A statistic and what it means.
     *
     * @param statistic 0 or more; chi-square with one degree of freedom between equals
     * @param p how likely this statistic or a larger one is between equals, 0 to 1
     */
    public record ChiSquare(double statistic, double p) {
        static ChiSquare of(double statistic) {
            return new ChiSquare(statistic, Normal.chiSquareBeyond(statistic));
        }

        /** Such as {@code chi-square = 11.919, p = 0.000556}. */
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "chi-square = %.3f, p = %.3g", statistic, p);
        }
    }

    /**
     * Compares two models picture by picture.
     *
     * @param first of each picture, whether the first model is right
     * @param second the same of the second, in the same order
     * @throws IllegalArgumentException if they are not of equally many pictures
     */
    public static McNemar of(boolean[] first, boolean[] second) {
        if (first.length != second.length) {
            throw new IllegalArgumentException("McNemar's test compares two models over the same pictures, received "
                    + first.length + " and " + second.length);
        }
        long onlyFirst = 0;
        long onlySecond = 0;
        for (int i = 0; i < first.length; i++) {
            onlyFirst += first[i] && !second[i] ? 1 : 0;
            onlySecond += second[i] && !first[i] ? 1 : 0;
        }
        return new McNemar(onlyFirst, onlySecond);
    }

    private long fewer() {
        return Math.min(onlyFirst, onlySecond);
    }

    private long both() {
        return onlyFirst + onlySecond;
    }

    /** The exact binomial p; for any counts, and never below its due. */
    public double exactP() {
        return Math.min(1, 2 * FairCoin.atMost(fewer(), both()));
    }

    /** The exact p without half the chance of the very counts that were met (Fagerland, Lydersen, Laake 2013): less cautious. */
    public double midP() {
        return Math.min(1, 2 * FairCoin.atMost(fewer(), both()) - FairCoin.chance(fewer(), both()));
    }

    /** The square of the difference over the sum; NaN where the models differ in no picture. For 25 such pictures or more. */
    public ChiSquare chiSquare() {
        double difference = onlyFirst - onlySecond;
        return ChiSquare.of(difference * difference / both());
    }

    /** The same with Edwards' correction (1948), by which 1 is taken off the difference. */
    public ChiSquare chiSquareCorrected() {
        double difference = Math.abs(onlyFirst - onlySecond) - 1;
        return ChiSquare.of(difference * difference / both());
    }

    /** Such as {@code only the first is right: 29, only the second: 8, exact p = 0.000753}. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "only the first is right: %d, only the second: %d, exact p = %.3g",
                onlyFirst,
                onlySecond,
                exactP());
    }
}
