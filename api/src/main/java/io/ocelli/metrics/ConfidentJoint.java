package io.ocelli.metrics;

import java.util.Arrays;
import java.util.Comparator;

/** How many pictures of each given label are confidently of each class, counted and then scaled to the given labels. */
final class ConfidentJoint {
    /** How far below its threshold a probability still counts. */
    private static final double TOLERANCE = 1e-6;

    final int k;
    final int[] given;
    /** Of each class the mean self-confidence; NaN, which nothing reaches, of one without pictures. */
    final double[] thresholds;
    /** Of each picture the class it is confidently of, or -1. */
    final int[] confident;
    /** Row: given; column: the class it is confidently of. */
    final long[][] counts;
    /** The same, each row adding up to the pictures with that label. */
    final long[][] calibrated;

    ConfidentJoint(double[][] probabilities, int[] labels) {
        this.k = probabilities[0].length;
        this.given = new int[k];
        double[] sums = new double[k];
        for (int i = 0; i < labels.length; i++) {
            given[labels[i]]++;
            sums[labels[i]] += probabilities[i][labels[i]];
        }
        this.thresholds = new double[k];
        Arrays.setAll(thresholds, c -> Math.max(2 * TOLERANCE, sums[c] / given[c]));
        this.confident = new int[labels.length];
        this.counts = new long[k][k];
        for (int i = 0; i < labels.length; i++) {
            confident[i] = confident(probabilities[i]);
            if (confident[i] >= 0) {
                counts[labels[i]][confident[i]]++;
            }
        }
        for (int c = 0; c < k; c++) {
            counts[c][c] = Math.max(1, counts[c][c]);
        }
        this.calibrated = calibrate();
    }

    /** The one class that is over its threshold; of several the most probable class, whether over its own or not. */
    private int confident(double[] row) {
        int over = -1;
        int best = 0;
        boolean several = false;
        for (int c = 0; c < k; c++) {
            if (row[c] >= thresholds[c] - TOLERANCE) {
                several = over >= 0;
                over = over >= 0 ? over : c;
            }
            best = row[c] > row[best] ? c : best;
        }
        return several ? best : over;
    }

    private long[][] calibrate() {
        // The order of the sum is NumPy's: what lies half between two counts is rounded by its last bit.
        double[] flat = new double[k * k];
        for (int row = 0; row < k; row++) {
            double sum = Arrays.stream(counts[row]).sum();
            for (int c = 0; c < k; c++) {
                flat[c * k + row] = counts[row][c] / sum * given[row];
            }
        }
        double total = pairwise(flat, 0, flat.length);
        int all = confident.length;
        long[][] rounded = new long[k][];
        for (int row = 0; row < k; row++) {
            double[] values = new double[k];
            for (int c = 0; c < k; c++) {
                values[c] = flat[c * k + row] / total * all;
            }
            rounded[row] = roundToSum(values, given[row]);
        }
        return rounded;
    }

    /** The calibrated joint's columns as shares: of the pictures that are of a column's class, how many have a row's label. */
    double[][] noise() {
        double[][] noise = new double[k][k];
        for (int c = 0; c < k; c++) {
            long whole = column(c);
            for (int row = 0; row < k; row++) {
                noise[row][c] = whole == 0 ? 0 : (double) calibrated[row][c] / whole;
            }
        }
        return noise;
    }

    /** Its rows as shares, each in a column. */
    double[][] inverseNoise() {
        double[][] inverse = new double[k][k];
        for (int row = 0; row < k; row++) {
            for (int c = 0; c < k; c++) {
                inverse[c][row] = given[row] == 0 ? 0 : (double) calibrated[row][c] / given[row];
            }
        }
        return inverse;
    }

    double[] prior() {
        double[] prior = new double[k];
        Arrays.setAll(prior, c -> (double) column(c) / confident.length);
        return prior;
    }

    private long column(int c) {
        long sum = 0;
        for (long[] row : calibrated) {
            sum += row[c];
        }
        return sum;
    }

    /**
     * Rounds, and then changes by 1 those nearest to the other side until the sum is right. Of equally near ones the last is
     * raised and the first lowered, as by NumPy where its sort is stable, which it is not on every processor.
     */
    private static long[] roundToSum(double[] values, long sum) {
        long[] rounded = new long[values.length];
        Arrays.setAll(rounded, i -> (long) Math.rint(values[i]));
        for (long missing = sum - Arrays.stream(rounded).sum();
                missing != 0;
                missing = sum - Arrays.stream(rounded).sum()) {
            Integer[] order = new Integer[values.length];
            Arrays.setAll(order, i -> i);
            Comparator<Integer> byRest = Comparator.comparingDouble(i -> values[i] - rounded[i]);
            Arrays.sort(order, byRest);
            int changes = (int) Math.min(Math.abs(missing), values.length);
            for (int i = 0; i < changes; i++) {
                rounded[missing < 0 ? order[i] : order[values.length - 1 - i]] += Long.signum(missing);
            }
        }
        return rounded;
    }

    private static double pairwise(double[] values, int from, int n) {
        if (n < 8) {
            double sum = 0;
            for (int i = 0; i < n; i++) {
                sum += values[from + i];
            }
            return sum;
        }
        if (n > 128) {
            int half = n / 2 - n / 2 % 8;
            return pairwise(values, from, half) + pairwise(values, from + half, n - half);
        }
        double[] r = Arrays.copyOfRange(values, from, from + 8);
        int i = 8;
        for (; i < n - n % 8; i++) {
            r[i % 8] += values[from + i];
        }
        double sum = r[0] + r[1] + (r[2] + r[3]) + (r[4] + r[5] + (r[6] + r[7]));
        for (; i < n; i++) {
            sum += values[from + i];
        }
        return sum;
    }
}
