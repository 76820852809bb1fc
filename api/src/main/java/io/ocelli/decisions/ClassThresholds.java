package io.ocelli.decisions;

import com.google.common.collect.ImmutableList;
import io.ocelli.image.Parameters;
import io.ocelli.model.Scoring;
import io.ocelli.serving.Decorator;
import io.ocelli.serving.Scorer;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * Decides for the likeliest class where its probability is at least that class's threshold, and refuses the picture otherwise.
 * Where each class stands by itself ({@code SIGMOID}), it decides for all that reach theirs.
 *
 * @param least one for each class, 0 to 1; infinite for a class that is never answered
 */
public record ClassThresholds(List<Double> least) implements Decorator {
    static final String NAME = "ClassThresholds";

    /**
     * @throws IllegalArgumentException if there is none, or one is out of range
     */
    public ClassThresholds {
        least = ImmutableList.copyOf(least);
        boolean fits = !least.isEmpty();
        for (double each : least) {
            fits &= (each >= 0 && each <= 1) || each == Double.POSITIVE_INFINITY;
        }
        if (!fits) {
            throw new IllegalArgumentException(
                    "There is a threshold for each class, 0 to 1, or infinite for one that is"
                            + " never answered, received " + least);
        }
    }

    /**
     * For each class the lowest threshold at which a wanted share of the answers for it are right. A class for which that is
     * out of reach, or which is never answered, is answered no more.
     *
     * @param precision above 0, at most 1
     * @throws IllegalArgumentException if it is not
     */
    public static Fit precision(double precision) {
        requireShare("precision", precision);
        return validation -> {
            double[] least = new double[validation.classes()];
            for (int c = 0; c < least.length; c++) {
                int[] answered = answered(validation, c);
                least[c] = answered.length == 0
                        ? Double.POSITIVE_INFINITY
                        : curve(validation, answered).threshold(precision).orElse(Double.POSITIVE_INFINITY);
            }
            return new ClassThresholds(Around.list(least));
        };
    }

    private static RiskCoverage curve(LabelledScores scores, int[] pictures) {
        double[] confidences = new double[pictures.length];
        boolean[] correct = new boolean[pictures.length];
        for (int i = 0; i < pictures.length; i++) {
            int best = scores.best(pictures[i]);
            confidences[i] = scores.shares()[pictures[i]][best];
            correct[i] = best == scores.label(pictures[i]);
        }
        return RiskCoverage.of(confidences, correct);
    }

    private static int[] answered(LabelledScores scores, int c) {
        int[] pictures = new int[scores.size()];
        int count = 0;
        for (int i = 0; i < pictures.length; i++) {
            if (scores.best(i) == c) {
                pictures[count++] = i;
            }
        }
        return Arrays.copyOf(pictures, count);
    }

    /**
     * For each class the highest threshold at which a wanted share of its pictures are answered, and right.
     *
     * @param recall above 0, at most 1
     * @throws IllegalArgumentException now if it is not, or when it is fitted if a class cannot reach it: that many of its
     *     pictures are taken for others, or it has none
     */
    public static Fit recall(double recall) {
        requireShare("recall", recall);
        return validation -> {
            int[] counts = validation.counts();
            double[] least = new double[validation.classes()];
            for (int c = 0; c < least.length; c++) {
                least[c] = recalling(validation, c, counts[c], recall);
            }
            return new ClassThresholds(Around.list(least));
        };
    }

    private static double recalling(LabelledScores scores, int c, int pictures, double recall) {
        double[] confidences = new double[scores.size()];
        int right = 0;
        for (int i : answered(scores, c)) {
            if (scores.label(i) == c) {
                confidences[right++] = scores.shares()[i][c];
            }
        }
        Arrays.sort(confidences, 0, right);
        for (int found = 1; found <= right; found++) {
            if ((double) found / pictures >= recall) {
                return confidences[right - found];
            }
        }
        throw new IllegalArgumentException("A recall of " + recall + " is out of reach for class " + c + ": " + right
                + " of its " + pictures + " pictures are classified right without any threshold");
    }

    private static void requireShare(String what, double share) {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("A wanted " + what + " is above 0 and at most 1, received " + share);
        }
    }

    @Override
    public Scorer around(Scorer inner) {
        return around(Around.classes(inner, "Thresholds per class", least.size()), NAME, least::get);
    }

    static Scorer around(Scorer inner, String by, IntToDoubleFunction least) {
        return inner.then(scores -> {
            double[] probabilities = Around.probabilities(scores);
            int best = LabelledScores.best(probabilities);
            boolean reached = probabilities[best] >= least.applyAsDouble(best);
            int[] classes = inner.scoring() == Scoring.SIGMOID
                    ? Arrays.stream(Order.falling(probabilities))
                            .filter(c -> probabilities[c] >= least.applyAsDouble(c))
                            .toArray()
                    : reached ? new int[] {best} : new int[0];
            String reason = "confidence " + probabilities[best] + (reached ? " reaches " : " is below ")
                    + least.applyAsDouble(best);
            return scores.with(Around.decision(by, inner, classes, reason, probabilities[best]));
        });
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Parameters parameters() {
        return Parameters.none().with("least", least);
    }

    static ClassThresholds read(Parameters parameters) {
        return new ClassThresholds(parameters.numbers("least"));
    }
}
