package io.ocelli.learning;

import java.util.Arrays;

/**
 * Classes by the nearest mean (Rebuffi et al. 2017, iCaRL): features of length 1, the mean of each class's brought to length 1
 * again, and Euclidean distances. It needs no head, so new classes cost nothing. Immutable and safe for any number of threads.
 */
public final class NearestMean {
    private final double[][] means;

    private NearestMean(double[][] means) {
        this.means = means;
    }

    /**
     * The means of labelled features.
     *
     * @param features N D
     * @param labels N classes, from 0 to {@code classes - 1}, each with a feature or more
     * @throws IllegalArgumentException if there is not a label for each feature, or a class has none
     */
    public static NearestMean of(float[][] features, int[] labels, int classes) {
        if (features.length == 0 || features.length != labels.length) {
            throw new IllegalArgumentException("There is a label for each feature, and one or more, received "
                    + features.length + " features and " + labels.length + " labels");
        }
        double[][] directions = NeighbourVotes.directions(features);
        double[][] means = new double[classes][features[0].length];
        int[] counts = new int[classes];
        for (int i = 0; i < labels.length; i++) {
            counts[labels[i]]++;
            for (int d = 0; d < directions[i].length; d++) {
                means[labels[i]][d] += directions[i][d];
            }
        }
        for (int k = 0; k < classes; k++) {
            if (counts[k] == 0) {
                throw new IllegalArgumentException(
                        "A class has a mean where it has features, and class " + k + " has none");
            }
            double length = Math.sqrt(NeighbourVotes.dot(means[k], means[k]));
            for (int d = 0; d < means[k].length; d++) {
                means[k][d] /= Math.max(length, 1e-12);
            }
        }
        return new NearestMean(means);
    }

    /** K D, each of length 1. */
    public double[][] means() {
        return Arrays.stream(means).map(double[]::clone).toArray(double[][]::new);
    }

    /** M K, from 0 to 2. */
    public double[][] distances(float[][] features) {
        double[][] distances = new double[features.length][means.length];
        double[][] directions = NeighbourVotes.directions(features);
        for (int i = 0; i < features.length; i++) {
            for (int k = 0; k < means.length; k++) {
                double squares = 0;
                for (int d = 0; d < means[k].length; d++) {
                    double way = directions[i][d] - means[k][d];
                    squares += way * way;
                }
                distances[i][k] = Math.sqrt(squares);
            }
        }
        return distances;
    }

    /** The nearest class of each, the first of equals. */
    public int[] classify(float[][] features) {
        double[][] distances = distances(features);
        int[] nearest = new int[distances.length];
        for (int i = 0; i < nearest.length; i++) {
            for (int k = 1; k < means.length; k++) {
                nearest[i] = distances[i][k] < distances[i][nearest[i]] ? k : nearest[i];
            }
        }
        return nearest;
    }

    /**
     * Herding: which of a class's features stand for it, in order. Each pick brings the mean of the picks, of features of length 1,
     * as near to the mean of all as can be.
     *
     * @param features N D, of one class
     * @param number of picks, at most N
     */
    public static int[] herd(float[][] features, int number) {
        if (number < 0 || number > features.length) {
            throw new IllegalArgumentException(
                    "Of " + features.length + " features as many can be picked, received " + number);
        }
        double[][] directions = NeighbourVotes.directions(features);
        int[] picks = new int[number];
        if (number == 0) {
            return picks;
        }
        int width = directions[0].length;
        double[] mean = new double[width];
        for (double[] row : directions) {
            for (int d = 0; d < width; d++) {
                mean[d] += row[d] / directions.length;
            }
        }
        double[] sum = new double[width];
        boolean[] taken = new boolean[directions.length];
        for (int j = 0; j < number; j++) {
            int best = -1;
            double nearest = Double.POSITIVE_INFINITY;
            for (int i = 0; i < directions.length; i++) {
                double squares = 0;
                for (int d = 0; d < width; d++) {
                    double way = mean[d] - (sum[d] + directions[i][d]) / (j + 1);
                    squares += way * way;
                }
                if (!taken[i] && squares < nearest) {
                    best = i;
                    nearest = squares;
                }
            }
            picks[j] = best;
            taken[best] = true;
            for (int d = 0; d < width; d++) {
                sum[d] += directions[best][d];
            }
        }
        return picks;
    }
}
