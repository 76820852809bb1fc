package io.ocelli.decisions;

import io.ocelli.image.Parameters;
import io.ocelli.serving.Decorator;
import io.ocelli.serving.Scorer;
import java.util.Arrays;
import java.util.Objects;

/**
 * Refuses pictures that are unlike those which the classifier learnt from, by a score of its logits or probabilities; it
 * decides for the likeliest class of the others. {@link OutlierScore#accepting} fits it.
 *
 * @param score how alike a picture is
 * @param threshold the least score of a picture that is accepted, finite
 */
public record Outliers(OutlierScore score, double threshold) implements Decorator {
    static final String NAME = "Outliers";

    /**
     * @throws IllegalArgumentException if the threshold is not finite
     */
    public Outliers {
        Objects.requireNonNull(score, "score");
        requireThreshold(threshold);
    }

    /**
     * The highest threshold that accepts a share of these scores: the ceil(share n)-th largest of them.
     *
     * @param scores of pictures like those that were learnt from, at least one; no NaN
     * @param share above 0, at most 1
     * @throws IllegalArgumentException if they are not that
     */
    public static double threshold(double[] scores, double share) {
        requireShare(share);
        if (scores.length == 0) {
            throw new IllegalArgumentException("A threshold is fitted on at least 1 score, received none");
        }
        double[] sorted = scores.clone();
        Arrays.sort(sorted);
        if (Double.isNaN(sorted[sorted.length - 1])) {
            throw new IllegalArgumentException("A threshold is fitted on numbers, received NaN among the scores");
        }
        int rank = (int) Math.ceil(Math.rint(share * sorted.length * 1e9) / 1e9); // .95 * 100 is 95, and not a bit more
        return sorted[sorted.length - Math.max(1, rank)];
    }

    static void requireThreshold(double threshold) {
        if (!Double.isFinite(threshold)) {
            throw new IllegalArgumentException("A threshold of outlier scores is finite, received " + threshold);
        }
    }

    static void requireShare(double share) {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("An accepted share is above 0 and at most 1, received " + share);
        }
    }

    @Override
    public Scorer around(Scorer inner) {
        if (score.kind() != OutlierScore.Kind.MAX_LOGIT && score.kind() != OutlierScore.Kind.MSP) {
            Around.softmax(inner, "The outlier score " + score.kind());
        }
        return inner.then(scores -> {
            double alike = score.of(Around.logits(scores), Around.probabilities(scores));
            return Around.accepted(NAME, inner, scores, score.kind().name(), alike, threshold);
        });
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Parameters parameters() {
        return Parameters.none()
                .with("score", score.kind().name())
                .with("parameter", score.parameter())
                .with("classes", score.classes())
                .with("threshold", threshold);
    }

    static Outliers read(Parameters parameters) {
        return new Outliers(
                new OutlierScore(
                        OutlierScore.Kind.valueOf(parameters.text("score")),
                        parameters.number("parameter"),
                        parameters.integer("classes")),
                parameters.number("threshold"));
    }
}
