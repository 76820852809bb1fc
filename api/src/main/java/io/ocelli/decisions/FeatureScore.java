package io.ocelli.decisions;

import io.ocelli.image.Parameters;

/**
 * How much a picture is like those that the classifier learnt from, by the backbone's features of it: the higher, the more.
 * {@link Outliers#threshold} gives the least score to accept. Immutable, safe for any number of threads.
 *
 * <pre>{@code
 * FeatureScore known = Mahalanobis.fit(classifier.features(training), training.labels());
 * double least = known.threshold(classifier.features(validation), 0.95);
 * boolean outlier = known.of(classifier.features(picture)) < least;
 * }</pre>
 */
public interface FeatureScore {
    /**
     * The score of a picture's features.
     *
     * @param features D
     * @throws IllegalArgumentException if they are of another number than those it was fitted on
     */
    double of(float[] features);

    /**
     * The highest threshold that accepts a share of pictures.
     *
     * @param features of pictures that were not learnt from, N D
     * @param share above 0, at most 1
     * @throws IllegalArgumentException if they are not that
     */
    default double threshold(float[][] features, double share) {
        double[] scores = new double[features.length];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = of(features[i]);
        }
        return Outliers.threshold(scores, share);
    }

    /**
     * The name it is saved under, within a {@link FeatureOutliers}.
     *
     * @throws IllegalStateException if it is of one's own: it serves, and is not saved
     */
    default String name() {
        throw new IllegalStateException("A score of features that is saved is " + Mahalanobis.NAME + " or "
                + NearestNeighbours.NAME + "; " + getClass().getName()
                + " is not. Save classifier.undecorated(), and put it around again.");
    }

    /** What it is saved with. */
    default Parameters parameters() {
        return Parameters.none();
    }
}
