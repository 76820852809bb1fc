package io.ocelli.decisions;

import java.util.Arrays;

/**
 * How much features are like those of the training pictures: minus the Euclidean distance to the k-th nearest of these, all of
 * length 1 (Sun et al. 2022). The higher, the more. Immutable.
 */
public final class NearestNeighbours implements FeatureScore {
    private final double[][] known;
    private final int k;

    private NearestNeighbours(double[][] known, int k) {
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
        double[][] known = new double[features.length][];
        for (int i = 0; i < known.length; i++) {
            known[i] = normalized(features[i]);
        }
        return new NearestNeighbours(known, k);
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
}
