package io.ocelli.metrics;

import com.google.common.collect.ImmutableList;
import java.io.Serializable;
import java.util.Arrays;

/** How far probabilities can be believed, summed up picture by picture. */
final class Calibration implements Serializable {
    private static final long serialVersionUID = 1;

    static final int BINS = 15;
    /** 64 MB of confidences. */
    static final int MOST = 1 << 24;
    /** Most probabilities of many classes are below it. */
    private static final double FIRST_EDGE = 1.0 / BINS;
    /** What rounding in single precision may leave of a sum of 1. */
    private static final double TOLERANCE = 1e-3;
    /** The least probability in a logarithm, as scikit-learn's: the distance of 1 from the next double. */
    private static final double LEAST = Math.ulp(1.0);

    private final int k;
    private final double[] confidence = new double[BINS];
    private final long[] correct = new long[BINS];
    /** Of class c in bin b at {@code c * BINS + b}: by how much its probabilities are more than its pictures. */
    private final double[] surplus;
    /** Of each picture the confidence, negative where it was wrong. */
    private double[] confidences = new double[64];

    private int kept;

    private long count;
    private double logLoss;
    private double brier;

    Calibration(int k) {
        this.k = k;
        this.surplus = new double[Math.multiplyExact(k, BINS)];
    }

    Calibration copy() {
        Calibration copy = new Calibration(k);
        copy.add(this);
        return copy;
    }

    void add(Calibration other) {
        for (int bin = 0; bin < BINS; bin++) {
            confidence[bin] += other.confidence[bin];
            correct[bin] += other.correct[bin];
        }
        for (int i = 0; i < surplus.length; i++) {
            surplus[i] += other.surplus[i];
        }
        for (int i = 0; i < other.kept; i++) {
            keep(other.confidences[i]);
        }
        count += other.count;
        logLoss += other.logLoss;
        brier += other.brier;
    }

    private void keep(double value) {
        if (kept == MOST) {
            return;
        }
        if (kept == confidences.length) {
            confidences = Arrays.copyOf(confidences, 2 * kept);
        }
        confidences[kept++] = value;
    }

    /** Counts the scores from {@code at} on. */
    void add(float[] scores, int at, int label, int best) {
        double sum = 0;
        boolean negative = false;
        for (int c = 0; c < k; c++) {
            sum += scores[at + c];
            negative |= scores[at + c] < 0;
        }
        if (negative || !(Math.abs(sum - 1) < TOLERANCE)) {
            logLoss = Double.NaN; // once and for all: these are no probabilities
            brier = Double.NaN;
            count++;
            return;
        }
        // The rest of a sum in single precision is taken out, or it would show in the ninth digit.
        logLoss -= Math.log(Math.max(LEAST, Math.min(1 - LEAST, scores[at + label] / sum)));
        double squares = 0;
        double scale = 1 / sum;
        for (int c = 0; c < k; c++) {
            double probability = scores[at + c] * scale;
            squares += probability * probability;
            surplus[c * BINS + (probability <= FIRST_EDGE ? 0 : bin(probability, BINS))] += probability;
        }
        double own = scores[at + label] * scale;
        brier += squares - own * own + (1 - own) * (1 - own);
        surplus[label * BINS + bin(own, BINS)]--;
        double top = scores[at + best] * scale;
        int bin = bin(top, BINS);
        confidence[bin] += top;
        correct[bin] += best == label ? 1 : 0;
        keep(best == label ? top : -top);
        count++;
    }

    /** Bins are (i/n, (i+1)/n], and 0 belongs to the first. */
    private static int bin(double probability, int bins) {
        int bin = Math.max(0, Math.min(bins - 1, (int) (probability * bins)));
        // The product is rounded: what lies on an edge belongs to the bin below.
        if (bin > 0 && probability <= (double) bin / bins) {
            return bin - 1;
        }
        return bin < bins - 1 && probability > (bin + 1.0) / bins ? bin + 1 : bin;
    }

    double logLoss() {
        return logLoss / count;
    }

    double brier() {
        return brier / count;
    }

    /** A bin's share of the pictures times its gap is |correct - confidence| / count. */
    double expectedCalibrationError() {
        if (Double.isNaN(logLoss)) {
            return Double.NaN;
        }
        double error = 0;
        for (int bin = 0; bin < BINS; bin++) {
            error += Math.abs(correct[bin] - confidence[bin]);
        }
        return error / count;
    }

    double classwiseCalibrationError() {
        if (Double.isNaN(logLoss)) {
            return Double.NaN;
        }
        double error = 0;
        for (double difference : surplus) {
            error += Math.abs(difference);
        }
        return error / count / k;
    }

    Reliability reliability(int bins, boolean equalMass) {
        if (bins < 1) {
            throw new IllegalArgumentException("A reliability diagram has a bin or more, received " + bins);
        }
        if (Double.isNaN(logLoss)) {
            throw new IllegalStateException("Reliability is of probabilities, and these scores do not add up to 1."
                    + " Evaluate softmax's output, and not logits.");
        }
        if (count > kept) {
            throw new IllegalStateException(
                    "Reliability in bins of one's own needs every confidence, and these were more" + " than " + MOST
                            + ". expectedCalibrationError() and classwiseCalibrationError() count any number.");
        }
        int n = kept;
        long[] counts = new long[bins];
        long[] rights = new long[bins];
        double[] sums = new double[bins];
        double[] order = Arrays.copyOf(confidences, n);
        if (equalMass) {
            sortByConfidence(order);
        }
        for (int i = 0; i < n; i++) {
            double value = Math.abs(order[i]);
            int bin = equalMass ? part(i, n, bins) : bin(value, bins);
            counts[bin]++;
            rights[bin] += order[i] > 0 ? 1 : 0;
            sums[bin] += value;
        }
        ImmutableList.Builder<Reliability.Bin> list = ImmutableList.builder();
        for (int bin = 0; bin < bins; bin++) {
            list.add(new Reliability.Bin(
                    counts[bin],
                    counts[bin] == 0 ? 0 : sums[bin] / counts[bin],
                    counts[bin] == 0 ? 0 : (double) rights[bin] / counts[bin]));
        }
        return new Reliability(list.build());
    }

    /** The part of the i-th of n in so many parts, of which the first have one more where they cannot be equal. */
    private static int part(int i, int n, int parts) {
        int small = n / parts;
        int larger = n % parts;
        return i < larger * (small + 1) ? i / (small + 1) : larger + (i - larger * (small + 1)) / small;
    }

    /** Equal ones stay in the order in which they came. */
    private static void sortByConfidence(double[] values) {
        Double[] boxed = new Double[values.length];
        for (int i = 0; i < values.length; i++) {
            boxed[i] = values[i];
        }
        Arrays.sort(boxed, (a, b) -> Double.compare(Math.abs(a), Math.abs(b)));
        for (int i = 0; i < values.length; i++) {
            values[i] = boxed[i];
        }
    }
}
