package io.ocelli.decisions;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * How often a classifier errs where it answers only the share of pictures that it is surest of: selective classification
 * (El-Yaniv and Wiener 2010; Geifman and El-Yaniv 2017). Immutable.
 */
public final class RiskCoverage {
    /** In falling order. */
    private final double[] confidences;
    /** Right answers among the first i + 1. */
    private final int[] right;

    private RiskCoverage(double[] confidences, int[] right) {
        this.confidences = confidences;
        this.right = right;
    }

    /**
     * The curve of these answers. Of equal confidences the earlier comes first.
     *
     * @param confidences how sure each answer is, the higher the surer; no NaN
     * @param correct whether it is right; as many, at least one
     * @throws IllegalArgumentException if they are not that
     */
    public static RiskCoverage of(double[] confidences, boolean[] correct) {
        if (confidences.length == 0 || confidences.length != correct.length) {
            throw new IllegalArgumentException("Each answer has a confidence and is right or not, and there is at least"
                    + " one, received " + confidences.length + " confidences and " + correct.length + " answers");
        }
        for (int i = 0; i < confidences.length; i++) {
            if (Double.isNaN(confidences[i])) {
                throw new IllegalArgumentException("A confidence is a number, received NaN at index " + i);
            }
        }
        int[] order = Order.falling(confidences);
        double[] sorted = new double[order.length];
        int[] right = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            sorted[i] = confidences[order[i]];
            right[i] = (i == 0 ? 0 : right[i - 1]) + (correct[order[i]] ? 1 : 0);
        }
        return new RiskCoverage(sorted, right);
    }

    /** The curve by the probability of the likeliest class. */
    public static RiskCoverage of(LabelledScores scores) {
        double[] confidences = new double[scores.size()];
        boolean[] correct = new boolean[scores.size()];
        for (int i = 0; i < correct.length; i++) {
            confidences[i] = scores.shares()[i][scores.best(i)];
            correct[i] = scores.best(i) == scores.label(i);
        }
        return of(confidences, correct);
    }

    /** The share of errors among the i + 1 surest answers, for each i; a copy. */
    public double[] risks() {
        double[] risks = new double[right.length];
        for (int i = 0; i < risks.length; i++) {
            risks[i] = 1 - accuracy(i);
        }
        return risks;
    }

    private double accuracy(int i) {
        return right[i] / (i + 1.0);
    }

    /**
     * The share of errors where this share of pictures is answered: as many as it rounds to, at least one.
     *
     * @param coverage above 0, at most 1
     * @throws IllegalArgumentException if it is not
     */
    public double riskAt(double coverage) {
        if (!(coverage > 0 && coverage <= 1)) {
            throw new IllegalArgumentException("A coverage is above 0 and at most 1, received " + coverage);
        }
        return 1 - accuracy((int) Math.max(1, Math.rint(coverage * right.length)) - 1);
    }

    /** AURC, the area under the curve: the mean of the {@link #risks}. */
    public double area() {
        return Arrays.stream(risks()).sum() / right.length;
    }

    /** E-AURC: what the area is more than that of an order with all errors last. */
    public double excessArea() {
        int n = right.length;
        double ideal = 0;
        for (int i = right[n - 1]; i < n; i++) {
            ideal += (i + 1.0 - right[n - 1]) / (i + 1.0);
        }
        return area() - ideal / n;
    }

    /**
     * The least confidence such that answers of at least that are right in a wanted share; empty where none is. Answers of
     * one confidence are taken or left together.
     *
     * @param accuracy above 0, at most 1
     * @throws IllegalArgumentException if it is not
     */
    public OptionalDouble threshold(double accuracy) {
        if (!(accuracy > 0 && accuracy <= 1)) {
            throw new IllegalArgumentException("A wanted accuracy is above 0 and at most 1, received " + accuracy);
        }
        for (int i = right.length - 1; i >= 0; i--) {
            boolean last = i == right.length - 1 || confidences[i + 1] < confidences[i];
            if (last && accuracy(i) >= accuracy) {
                return OptionalDouble.of(confidences[i]);
            }
        }
        return OptionalDouble.empty();
    }

    /** The number of answers that are at least as sure. */
    public int accepted(double threshold) {
        int count = 0;
        while (count < confidences.length && confidences[count] >= threshold) {
            count++;
        }
        return count;
    }

    /** The largest share of right answers that a threshold reaches. */
    double mostAccurate() {
        double most = 0;
        for (int i = 0; i < right.length; i++) {
            if (i == right.length - 1 || confidences[i + 1] < confidences[i]) {
                most = Math.max(most, accuracy(i));
            }
        }
        return most;
    }
}
