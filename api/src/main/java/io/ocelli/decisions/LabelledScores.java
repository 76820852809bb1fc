package io.ocelli.decisions;

import io.ocelli.metrics.Evaluation;
import io.ocelli.serving.Scores;
import java.util.List;

/**
 * What a classifier says of pictures, and the class that each shows: logits and probabilities N K, and N labels. A picture has
 * one class. Immutable.
 */
public final class LabelledScores {
    private final double[][] logits;
    private final double[][] probabilities;
    private final int[] labels;

    /** Takes the arrays over. */
    private LabelledScores(double[][] logits, double[][] probabilities, int[] labels) {
        this.logits = logits;
        this.probabilities = probabilities;
        this.labels = labels;
        int n = logits.length;
        if (n == 0 || n != labels.length) {
            throw new IllegalArgumentException("There is a label for each picture's scores, and at least one, received "
                    + n + " scores and " + labels.length + " labels");
        }
        for (int i = 0; i < n; i++) {
            check(i);
        }
    }

    private void check(int i) {
        if (logits[i].length != classes() || classes() == 0) {
            throw new IllegalArgumentException("Scores are of the same classes, at least one, received " + classes()
                    + " at index 0 and " + logits[i].length + " at index " + i);
        }
        for (int c = 0; c < classes(); c++) {
            if (!Double.isFinite(logits[i][c]) || !Double.isFinite(probabilities[i][c])) {
                throw new IllegalArgumentException("Scores that something is fitted on are finite, received the logit "
                        + logits[i][c] + " and the probability " + probabilities[i][c] + " for class " + c
                        + " at index " + i);
            }
        }
        if (labels[i] < 0 || labels[i] >= classes()) {
            throw new IllegalArgumentException("A label is 0 to " + (classes() - 1) + ", received " + labels[i]
                    + " at index " + i + ". Leave pictures out whose class is not known.");
        }
    }

    /**
     * Logits, and the probabilities that are their softmax.
     *
     * @param logits N K, finite; copied
     * @param labels N, each 0 to K - 1; copied
     * @throws IllegalArgumentException if they are not that
     */
    public static LabelledScores of(double[][] logits, int[] labels) {
        double[][] rows = new double[logits.length][];
        double[][] shares = new double[logits.length][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = logits[i].clone();
            shares[i] = Softmax.of(rows[i]);
        }
        return new LabelledScores(rows, shares, labels.clone());
    }

    /** As {@link #of(double[][], int[])}, in single precision. */
    public static LabelledScores of(float[][] logits, int[] labels) {
        double[][] rows = new double[logits.length][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = doubles(logits[i]);
        }
        return of(rows, labels);
    }

    /**
     * What decorators left of logits and probabilities, as they are.
     *
     * @param labels a label for each, 0 to K - 1; copied
     * @throws IllegalArgumentException if they are not that, or the scores are not finite
     */
    public static LabelledScores of(List<Scores> scores, int[] labels) {
        double[][] rows = new double[scores.size()][];
        double[][] shares = new double[scores.size()][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = doubles(scores.get(i).logits());
            shares[i] = doubles(scores.get(i).probabilities());
        }
        return new LabelledScores(rows, shares, labels.clone());
    }

    static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }

    /** The number of pictures. */
    public int size() {
        return labels.length;
    }

    /** The number of classes. */
    public int classes() {
        return logits[0].length;
    }

    /** A picture's logits; a copy. */
    public double[] logits(int i) {
        return logits[i].clone();
    }

    /** A picture's probabilities; a copy. */
    public double[] probabilities(int i) {
        return probabilities[i].clone();
    }

    /** A picture's class. */
    public int label(int i) {
        return labels[i];
    }

    /** The likeliest class of a picture; the first of several. */
    public int best(int i) {
        return best(probabilities[i]);
    }

    static int best(double[] probabilities) {
        int best = 0;
        for (int c = 1; c < probabilities.length; c++) {
            if (probabilities[c] > probabilities[best]) {
                best = c;
            }
        }
        return best;
    }

    /** The number of pictures of each class. */
    public int[] counts() {
        int[] counts = new int[classes()];
        for (int label : labels) {
            counts[label]++;
        }
        return counts;
    }

    /** The mean over the pictures of -ln p of their class; infinite where one is 0. */
    public double negativeLogLikelihood() {
        double sum = 0;
        for (int i = 0; i < labels.length; i++) {
            sum -= Math.log(probabilities[i][labels[i]]);
        }
        return sum / labels.length;
    }

    /** The logits, not copied: for the fits of this package, which leave them alone. */
    double[][] rows() {
        return logits;
    }

    /** The probabilities, not copied. */
    double[][] shares() {
        return probabilities;
    }

    /**
     * How good they are.
     *
     * @param labels the names of the classes, by index
     * @throws IllegalArgumentException if they are of another number
     */
    public Evaluation evaluation(List<String> labels) {
        Evaluation.Accumulator counted = Evaluation.accumulator(labels);
        for (int i = 0; i < size(); i++) {
            float[] row = new float[classes()];
            for (int c = 0; c < row.length; c++) {
                row[c] = (float) probabilities[i][c];
            }
            counted.add(row, this.labels[i]);
        }
        return counted.evaluation();
    }

    @Override
    public String toString() {
        return size() + " pictures' scores for " + classes() + " classes";
    }
}
