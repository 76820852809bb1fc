package io.ocelli.decisions;

import com.google.common.collect.ImmutableList;
import io.ocelli.image.Parameters;
import io.ocelli.serving.Decorator;
import io.ocelli.serving.Scorer;
import io.ocelli.serving.Scores;
import java.util.List;
import java.util.Objects;

/**
 * Refuses pictures that are unlike those which the classifier learnt from, by the backbone's features of them; it decides for the
 * likeliest class of the others. Around an ONNX file or an ensemble, which have no features, it fails when it is asked.
 *
 * <p>A {@link Mahalanobis} and {@link NearestNeighbours} are saved with the classifier, the numbers that they know included.
 *
 * @param score how alike a picture is
 * @param threshold the least score of a picture that is accepted, finite
 */
public record FeatureOutliers(FeatureScore score, double threshold) implements Decorator {
    static final String NAME = "FeatureOutliers";

    /**
     * @throws IllegalArgumentException if the threshold is not finite
     */
    public FeatureOutliers {
        Objects.requireNonNull(score, "score");
        Outliers.requireThreshold(threshold);
    }

    @Override
    public Scorer around(Scorer inner) {
        return inner.scoringBy(views -> {
            List<Scores> scores = inner.score(views);
            List<float[]> features = inner.features(views);
            ImmutableList.Builder<Scores> decided = ImmutableList.builder();
            for (int i = 0; i < scores.size(); i++) {
                double alike = score.of(features.get(i));
                decided.add(Around.accepted(NAME, inner, scores.get(i), score.toString(), alike, threshold));
            }
            return decided.build();
        });
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Parameters parameters() {
        return score.parameters().with("score", score.name()).with("threshold", threshold);
    }

    static FeatureOutliers read(Parameters parameters) {
        String score = parameters.text("score");
        double threshold = parameters.number("threshold");
        switch (score) {
            case Mahalanobis.NAME:
                return new FeatureOutliers(Mahalanobis.read(parameters), threshold);
            case NearestNeighbours.NAME:
                return new FeatureOutliers(NearestNeighbours.read(parameters), threshold);
            default:
                throw new IllegalArgumentException("A saved score of features is " + Mahalanobis.NAME + " or "
                        + NearestNeighbours.NAME + ", received " + score);
        }
    }
}
