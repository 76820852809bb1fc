package io.ocelli.decisions;

import io.ocelli.serving.Scores;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * When a small network's answer stands, and when a large one is asked, too: a cascade (Viola and Jones 2001; of networks by their
 * confidence, Wang et al. 2018). {@code Classifier.cascade(rule, small, large)} makes a classifier of it.
 *
 * <pre>{@code
 * Cascade rule = Cascade.by(OutlierScore.margin()).losing(0.002, small.scores(held), large.scores(held));
 * Classifier fast = Classifier.cascade(rule, small, large);
 * }</pre>
 *
 * <p>A value.
 *
 * @param score of what the small one says: the higher, the surer; {@link OutlierScore#msp}, {@link OutlierScore#margin} and
 *     {@link OutlierScore#entropy} are usual
 * @param least the least score at which its answer stands; no NaN
 */
public record Cascade(OutlierScore score, double least) implements Predicate<Scores> {
    /**
     * @throws IllegalArgumentException if the least score is not a number
     */
    public Cascade {
        Objects.requireNonNull(score, "score");
        if (Double.isNaN(least)) {
            throw new IllegalArgumentException("The least score at which an answer stands is a number, received NaN");
        }
    }

    /** By a score, before a threshold is chosen: the large network is asked about everything. */
    public static Cascade by(OutlierScore score) {
        return new Cascade(score, Double.POSITIVE_INFINITY);
    }

    /** The same with another least score. */
    public Cascade from(double other) {
        return new Cascade(score, other);
    }

    /**
     * The same with the threshold that asks the large network least often while no more accuracy is lost.
     *
     * @param loss how much of the share of right answers may be lost against the large network alone, 0 to 1; on few pictures what
     *     is measured may be far from what holds
     * @param small what the small network says of labelled pictures that neither learnt from
     * @param large what the large one says of the same
     * @throws IllegalArgumentException if they are not of the same pictures
     */
    public Cascade losing(double loss, LabelledScores small, LabelledScores large) {
        if (!(loss >= 0 && loss <= 1)) {
            throw new IllegalArgumentException("A loss of accuracy is 0 to 1, received " + loss);
        }
        requireSame(small, large);
        double[] scores = scores(small);
        int[] order = Order.falling(scores);
        int right = 0;
        for (int i = 0; i < large.size(); i++) {
            right += isRight(large, i) ? 1 : 0;
        }
        double wanted = right - loss * large.size() - 1e-9;
        double chosen = Math.nextUp(scores[order[0]]);
        for (int j = 0; j < order.length; j++) {
            int i = order[j];
            right += (isRight(small, i) ? 1 : 0) - (isRight(large, i) ? 1 : 0);
            boolean last = j + 1 == order.length || scores[order[j + 1]] < scores[i];
            if (last && right >= wanted) {
                chosen = scores[i];
            }
        }
        return from(chosen);
    }

    /** Whether the small network's answer stands. */
    @Override
    public boolean test(Scores said) {
        return score.of(Around.logits(said), Around.probabilities(said)) >= least;
    }

    /** The share of pictures that go on to the large network. */
    public double share(LabelledScores small) {
        int further = 0;
        for (double each : scores(small)) {
            further += each < least ? 1 : 0;
        }
        return (double) further / small.size();
    }

    /**
     * The share of right answers of the two together.
     *
     * @throws IllegalArgumentException if they are not of the same pictures
     */
    public double accuracy(LabelledScores small, LabelledScores large) {
        requireSame(small, large);
        double[] scores = scores(small);
        int right = 0;
        for (int i = 0; i < scores.length; i++) {
            right += isRight(scores[i] < least ? large : small, i) ? 1 : 0;
        }
        return (double) right / scores.length;
    }

    private double[] scores(LabelledScores small) {
        double[] scores = new double[small.size()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = score.of(small.rows()[i], small.shares()[i]);
        }
        return scores;
    }

    private static boolean isRight(LabelledScores scores, int i) {
        return scores.best(i) == scores.label(i);
    }

    private static void requireSame(LabelledScores small, LabelledScores large) {
        boolean same = small.size() == large.size() && small.classes() == large.classes();
        for (int i = 0; same && i < small.size(); i++) {
            same = small.label(i) == large.label(i);
        }
        if (!same) {
            throw new IllegalArgumentException(
                    "A cascade is fitted on what two networks say of the same pictures, received " + small + " and "
                            + large);
        }
    }
}
