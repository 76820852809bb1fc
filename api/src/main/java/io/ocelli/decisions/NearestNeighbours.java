package io.ocelli.decisions;

import com.google.common.primitives.Floats;
import io.ocelli.image.Parameters;
import java.util.Arrays;

/**
 * How much features are like those of the training pictures: minus the Euclidean distance to the k-th nearest of these, all of
 * length 1 (Sun et al. 2022). The higher, the more. Immutable.
 */
public final class NearestNeighbours implements FeatureScore {
    static final String NAME = "NearestNeighbours";

    /** As they were given, and of length 1. */
    private final float[][] given;

    private final double[][] known;
    private final int k;

    private NearestNeighbours(float[][] given, double[][] known, int k) {
        this.given = given;
        this.known = known;
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
        double[][] known = new double[features.length][];
        for (int i = 0; i < known.length; i++) {
            given[i] = features[i].clone();
            known[i] = normalized(features[i]);
        }
        return new NearestNeighbours(given, known, k);
    }

    private static double[] normalized(float[] features) {
        double[] unit = LabelledScores.doubles(features);
        double square = 0;
        for (double each : unit) {
            square += each * each;
        }
        if (!(square > 0)) {
            throw new IllegalArgumentException(
                    "Features that are brought to length 1 are numbers and not all 0, received a length of "
                            + Math.sqrt(square));
        }
        for (int j = 0; j < unit.length; j++) {
            unit[j] /= Math.sqrt(square);
        }
        return unit;
    }

    @Override
    public double of(float[] features) {
        Around.requireDimension(features, known[0].length);
        double[] unit = normalized(features);
        double[] squares = new double[known.length];
        for (int i = 0; i < squares.length; i++) {
            for (int j = 0; j < unit.length; j++) {
                double off = known[i][j] - unit[j];
                squares[i] += off * off;
            }
        }
        Arrays.sort(squares);
        return -Math.sqrt(squares[k - 1]);
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
