package io.ocelli.metrics;

/** How far probabilities can be believed, summed up picture by picture. */
final class Calibration {
    private static final int BINS = 15;
    /** What rounding in single precision may leave of a sum of 1. */
    private static final double TOLERANCE = 1e-3;
    /** The least probability in a logarithm, as scikit-learn's: the distance of 1 from the next double. */
    private static final double LEAST = Math.ulp(1.0);

    private final double[] confidence = new double[BINS];
    private final long[] correct = new long[BINS];
    private long count;
    private double logLoss;
    private double brier;

    Calibration copy() {
        Calibration copy = new Calibration();
        System.arraycopy(confidence, 0, copy.confidence, 0, BINS);
        System.arraycopy(correct, 0, copy.correct, 0, BINS);
        copy.count = count;
        copy.logLoss = logLoss;
        copy.brier = brier;
        return copy;
    }

    /** Counts the {@code k} scores from {@code at} on. */
    void add(float[] scores, int at, int k, int label, int best) {
        count++;
        double sum = 0;
        boolean negative = false;
        for (int c = 0; c < k; c++) {
            sum += scores[at + c];
            negative |= scores[at + c] < 0;
        }
        if (negative || !(Math.abs(sum - 1) < TOLERANCE)) {
            logLoss = Double.NaN; // once and for all: these are no probabilities
            brier = Double.NaN;
            return;
        }
        // The rest of a sum in single precision is taken out, or it would show in the ninth digit.
        logLoss -= Math.log(Math.max(LEAST, Math.min(1 - LEAST, scores[at + label] / sum)));
        for (int c = 0; c < k; c++) {
            double error = scores[at + c] / sum - (c == label ? 1 : 0);
            brier += error * error;
        }
        double top = scores[at + best] / sum;
        int bin = 0;
        while (bin < BINS - 1 && top > (bin + 1.0) / BINS) {
            bin++;
        }
        confidence[bin] += top;
        correct[bin] += best == label ? 1 : 0;
    }

    double logLoss() {
        return logLoss / count;
    }

    double brier() {
        return brier / count;
    }

    /** Bins are (i/15, (i+1)/15]; a bin's share of the pictures times its gap is |correct - confidence| / count. */
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
}
