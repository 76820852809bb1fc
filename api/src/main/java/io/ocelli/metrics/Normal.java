package io.ocelli.metrics;

/** Tails of the normal distribution, and so of chi-square with one degree of freedom, to 12 digits or more. */
final class Normal {
    /** From here on the continued fraction converges within its terms; below, the series loses no digits that matter. */
    private static final double FAR = 2.5;

    private static final int FRACTION_TERMS = 120;

    private Normal() {}

    /** The chance to be at least so far from 0, to either side. */
    static double beyond(double z) {
        return complementaryError(Math.abs(z) / Math.sqrt(2));
    }

    /** The chance that a square is at least so large. */
    static double chiSquareBeyond(double square) {
        return complementaryError(Math.sqrt(square / 2));
    }

    /** How far from 0 a share of the distribution, centred, reaches: 1.96 for 0.95. */
    static double reach(double level) {
        double low = 0;
        double high = 40;
        double middle = 20;
        while (low < middle && middle < high) {
            if (beyond(middle) > 1 - level) {
                low = middle;
            } else {
                high = middle;
            }
            middle = (low + high) / 2;
        }
        return middle;
    }

    /** Of a number of 0 or more. Abramowitz and Stegun 1964, 7.1.6 and 7.1.14. */
    private static double complementaryError(double x) {
        if (x < FAR) {
            double term = x;
            double sum = x;
            for (int n = 1; term > sum * 1e-17; n++) {
                term *= 2 * x * x / (2 * n + 1);
                sum += term;
            }
            return 1 - 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
        }
        double fraction = x;
        for (int n = FRACTION_TERMS; n > 0; n--) {
            fraction = x + n / 2.0 / fraction;
        }
        return Math.exp(-x * x) / Math.sqrt(Math.PI) / fraction;
    }
}
