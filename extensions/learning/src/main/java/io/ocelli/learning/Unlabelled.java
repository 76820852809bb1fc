package io.ocelli.learning;

import java.util.Arrays;

/**
 * What a classifier says of pictures without labels: what {@link Acquisition} chooses by. Immutable as long as nobody changes its
 * arrays.
 *
 * @param probabilities N K
 * @param features N D, what the head takes
 * @param draws T N K, probabilities under as many draws of dropout; none where there are no draws
 * @param labelled M D, the features of pictures that are labelled already; none where there are no such pictures
 */
public record Unlabelled(double[][] probabilities, float[][] features, double[][][] draws, float[][] labelled) {
    /**
     * @throws IllegalArgumentException if there are not as many probabilities as features, or none
     */
    public Unlabelled {
        if (probabilities.length == 0 || probabilities.length != features.length) {
            throw new IllegalArgumentException(
                    "Of each picture there are probabilities and features, and there is a picture," + " received "
                            + probabilities.length + " and " + features.length);
        }
    }

    /** Without draws and labelled pictures. */
    public static Unlabelled of(double[][] probabilities, float[][] features) {
        return new Unlabelled(probabilities, features, new double[0][][], new float[0][]);
    }

    /** With draws of dropout. */
    public Unlabelled withDraws(double[][]... draws) {
        return new Unlabelled(probabilities, features, draws, labelled);
    }

    /** With the features of pictures that are labelled already. */
    public Unlabelled besides(float[][] labelled) {
        return new Unlabelled(probabilities, features, draws, labelled);
    }

    /** N. */
    public int size() {
        return features.length;
    }

    boolean knows() {
        return labelled.length > 0;
    }

    double distance(int i, int j) {
        return distance(features[i], features[j]);
    }

    private static double distance(float[] a, float[] b) {
        double squares = 0;
        for (int d = 0; d < a.length; d++) {
            double way = (double) a[d] - b[d];
            squares += way * way;
        }
        return Math.sqrt(squares);
    }

    /** Of each to the nearest labelled picture, or to the mean of all where none is labelled. */
    double[] distancesToLabelled() {
        float[][] known = knows() ? labelled : new float[][] {mean()};
        double[] distances = new double[features.length];
        Arrays.setAll(
                distances,
                i -> Arrays.stream(known)
                        .mapToDouble(each -> distance(features[i], each))
                        .min()
                        .orElseThrow(AssertionError::new));
        return distances;
    }

    private float[] mean() {
        double[] sum = new double[features[0].length];
        for (float[] row : features) {
            for (int d = 0; d < sum.length; d++) {
                sum[d] += row[d];
            }
        }
        float[] mean = new float[sum.length];
        for (int d = 0; d < mean.length; d++) {
            mean[d] = (float) (sum[d] / features.length);
        }
        return mean;
    }

    /** The slope of the cross-entropy by the logits, were the likeliest class the true one. */
    private double[] slope(int i) {
        double[] slope = probabilities[i].clone();
        slope[NeighbourVotes.most(slope)] -= 1;
        return slope;
    }

    /** The square of the length of the slope by the head's weights, which is a product of two vectors. */
    double squaredGradient(int i) {
        double[] slope = slope(i);
        return NeighbourVotes.dot(slope, slope) * dot(features[i], features[i]);
    }

    double squaredGradientDistance(int i, int j) {
        double product = NeighbourVotes.dot(slope(i), slope(j)) * dot(features[i], features[j]);
        return Math.max(0, squaredGradient(i) + squaredGradient(j) - 2 * product);
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int d = 0; d < a.length; d++) {
            sum += (double) a[d] * b[d];
        }
        return sum;
    }
}
