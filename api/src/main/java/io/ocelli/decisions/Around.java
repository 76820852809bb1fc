package io.ocelli.decisions;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Doubles;
import io.ocelli.model.Scoring;
import io.ocelli.serving.Decision;
import io.ocelli.serving.Scorer;
import io.ocelli.serving.Scores;
import java.util.Arrays;
import java.util.List;

/** What the decorators of this package share: checks of what they are put around, and numbers as scores. */
final class Around {
    private Around() {}

    /** Refuses a classifier whose classes stand each by itself. */
    static Scorer softmax(Scorer inner, String what) {
        if (inner.scoring() != Scoring.SOFTMAX) {
            throw new IllegalArgumentException(what + " is of probabilities that are 1 together, and those of this"
                    + " classifier stand each by itself (" + inner.scoring() + "). Decide with thresholds, or put"
                    + " withScoring(Scoring.SOFTMAX) before it if a picture shows one class.");
        }
        return inner;
    }

    /** Refuses a classifier of another number of classes. */
    static Scorer classes(Scorer inner, String what, int classes) {
        if (inner.labels().size() != classes) {
            throw new IllegalArgumentException(what + " was made for " + classes + " classes, and the classifier has "
                    + inner.labels().size() + ". Make it for this classifier.");
        }
        return inner;
    }

    /** Calibrated probabilities, with their logarithms in the logits' place, and the decisions so far. */
    static Scores probabilities(Scores before, double[] probabilities) {
        float[] logits = new float[probabilities.length];
        float[] shares = new float[probabilities.length];
        for (int c = 0; c < shares.length; c++) {
            shares[c] = (float) probabilities[c];
            logits[c] = (float) Math.log(Math.max(shares[c], Float.MIN_NORMAL));
        }
        return before.with(Scores.of(logits, shares));
    }

    static double[] probabilities(Scores scores) {
        return LabelledScores.doubles(scores.probabilities());
    }

    static double[] logits(Scores scores) {
        return LabelledScores.doubles(scores.logits());
    }

    static Decision decision(String by, Scorer scorer, int[] classes, String reason, double score) {
        ImmutableList.Builder<String> labels = ImmutableList.builder();
        for (int c : classes) {
            labels.add(scorer.labels().get(c));
        }
        return new Decision(by, labels.build(), reason, score);
    }

    /** Decides for the likeliest class of a picture whose score reaches a threshold, and refuses the others. */
    static Scores accepted(String by, Scorer scorer, Scores scores, String score, double alike, double threshold) {
        boolean accepted = alike >= threshold;
        int[] classes = accepted ? new int[] {LabelledScores.best(probabilities(scores))} : new int[0];
        String reason = score + " " + alike + (accepted ? " reaches " : " is below ") + threshold;
        return scores.with(decision(by, scorer, classes, reason, alike));
    }

    /** Divides by the sum; equal shares where it is 0. */
    static double[] normalized(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        double[] shares = new double[values.length];
        for (int c = 0; c < shares.length; c++) {
            shares[c] = sum > 0 ? values[c] / sum : 1.0 / shares.length;
        }
        return shares;
    }

    static List<Double> list(double[] values) {
        return ImmutableList.copyOf(Doubles.asList(values));
    }

    /** A value between 0 and 1, both excluded. */
    static double inside(String what, double value) {
        if (!(value > 0 && value < 1)) {
            throw new IllegalArgumentException(what + " is above 0 and below 1, received " + value);
        }
        return value;
    }

    /** A list of finite numbers. */
    static List<Double> finite(String what, List<Double> values) {
        for (double value : values) {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException(what + " are finite, received " + value);
            }
        }
        return ImmutableList.copyOf(values);
    }

    /** The columns of a matrix of finite numbers. */
    static int dimension(float[][] features) {
        if (features.length == 0 || features[0].length == 0) {
            throw new IllegalArgumentException("Features to fit on are N D with at least one row and column, received "
                    + features.length + " rows");
        }
        for (int i = 0; i < features.length; i++) {
            requireDimension(features[i], features[0].length);
            for (float each : features[i]) {
                if (!Float.isFinite(each)) {
                    throw new IllegalArgumentException(
                            "Features to fit on are finite, received " + each + " at index " + i);
                }
            }
        }
        return features[0].length;
    }

    /** The rows of a matrix. */
    static float[][] rows(float[] values, int rows) {
        if (rows < 1 || values.length % rows != 0) {
            throw new IllegalArgumentException(
                    "The numbers of " + rows + " pictures are as many for each, received " + values.length);
        }
        int width = values.length / rows;
        float[][] matrix = new float[rows][];
        for (int row = 0; row < rows; row++) {
            matrix[row] = Arrays.copyOfRange(values, row * width, (row + 1) * width);
        }
        return matrix;
    }

    /** Refuses features of another number. */
    static void requireDimension(float[] features, int dimension) {
        if (features.length != dimension) {
            throw new IllegalArgumentException("Features are " + dimension
                    + " numbers, as those that were fitted on, received " + features.length);
        }
    }
}
