package io.ocelli.decisions;

import com.google.common.primitives.Floats;
import io.ocelli.image.Parameters;
import java.util.Arrays;
import java.util.Collections;
import java.util.PriorityQueue;

/**
 * How much features are like those of the training pictures: minus the Euclidean distance to the k-th nearest of these, all of
 * length 1 (Sun et al. 2022). The higher, the more. Immutable.
 *
 * <p>The search is exact: it takes no memory beside the features, and leaves a picture as soon as it is too far away. There is no
 * index of neighbours: what is saved with a classifier has about twelve million numbers at most.
 */
public final class NearestNeighbours implements FeatureScore {
    static final String NAME = "NearestNeighbours";

    /** After so many features it is looked whether a picture is too far away already. */
    private static final int PART = 32;

    private final float[][] given;
    /** One by the length of each. */
    private final double[] scales;

    private final int k;

    private NearestNeighbours(float[][] given, double[] scales, int k) {
        this.given = given;
        this.scales = scales;
        this.k = k;
    }

    /**
     * Keeps these features.
     *
     * @param features N D, finite, none all 0
     * @param k which neighbour counts, 1 to N; its authors take 50 for CIFAR-10
     * @throws IllegalArgumentException if they are not that
     */
    public static NearestNeighbours fit(float[][] features, int k) {
        Around.dimension(features);
        if (k < 1 || k > features.length) {
            throw new IllegalArgumentException(
                    "The neighbour that counts is 1 to " + features.length + ", the number of features, received " + k);
        }
        float[][] given = new float[features.length][];
        double[] scales = new double[features.length];
        for (int i = 0; i < given.length; i++) {
            given[i] = features[i].clone();
            scales[i] = scale(features[i]);
        }
        return new NearestNeighbours(given, scales, k);
    }

    private static double scale(float[] features) {
        double square = 0;
        for (float each : features) {
            square += (double) each * each;
        }
        if (!(square > 0)) {
            throw new IllegalArgumentException(
                    "Features that are brought to length 1 are numbers and not all 0, received a length of "
                            + Math.sqrt(square));
        }
        return 1 / Math.sqrt(square);
    }

    @Override
    public double of(float[] features) {
        Around.requireDimension(features, given[0].length);
        double scale = scale(features);
        double[] unit = LabelledScores.doubles(features);
        for (int j = 0; j < unit.length; j++) {
            unit[j] *= scale;
        }
        PriorityQueue<Double> nearest = new PriorityQueue<>(k, Collections.reverseOrder());
        double farthest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < given.length; i++) {
            double square = square(given[i], scales[i], unit, farthest);
            if (square < farthest) {
                nearest.add(square);
                if (nearest.size() > k) {
                    nearest.remove();
                }
                farthest = nearest.size() < k ? farthest : nearest.element();
            }
        }
        return -Math.sqrt(nearest.element());
    }

    /** The squared distance, or part of it where that is beyond what counts. */
    private static double square(float[] one, double scale, double[] unit, double enough) {
        double square = 0;
        for (int from = 0; from < unit.length && square < enough; from += PART) {
            for (int j = from; j < Math.min(unit.length, from + PART); j++) {
                double off = one[j] * scale - unit[j];
                square += off * off;
            }
        }
        return square;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Parameters parameters() {
        return Parameters.none().with("k", k).with("pictures", given.length).with("features", Floats.concat(given));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NearestNeighbours
                && k == ((NearestNeighbours) other).k
                && Arrays.deepEquals(given, ((NearestNeighbours) other).given);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.deepHashCode(given) + k;
    }

    @Override
    public String toString() {
        return "NearestNeighbours[k=" + k + ", pictures=" + given.length + "]";
    }

    static NearestNeighbours read(Parameters parameters) {
        float[] values = parameters.floats("features");
        return fit(Around.rows(values, parameters.integer("pictures")), parameters.integer("k"));
    }
}
