package io.ocelli.decisions;

import com.google.common.primitives.Doubles;
import io.ocelli.image.Parameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How much features are like those of the training pictures: minus the least squared Mahalanobis distance to a class's mean,
 * under one covariance that all classes share (Lee et al. 2018). The higher, the more. Immutable.
 */
public final class Mahalanobis implements FeatureScore {
    static final String NAME = "Mahalanobis";

    /** Below this share of the largest variance a direction is rounding. */
    private static final double RANK = 1e-12;

    private final double[][] means;
    private final boolean[] seen;
    private final double[][] covariance;
    /** The lower triangle of the covariance's Cholesky factor. */
    private final double[][] factor;

    private Mahalanobis(double[][] means, boolean[] seen, double[][] covariance) {
        this.means = means;
        this.seen = seen;
        this.covariance = covariance;
        this.factor = cholesky(covariance);
    }

    /**
     * The means and the covariance, divided by N, of features. A class without features has no mean.
     *
     * @param features N D, finite
     * @param labels N, from 0
     * @throws IllegalArgumentException if they are not that, or do not span all D directions: too few, or one depends on
     *     others
     */
    public static Mahalanobis fit(float[][] features, int[] labels) {
        int d = Around.dimension(features);
        if (labels.length != features.length) {
            throw new IllegalArgumentException("There is a label for each row of features, received " + features.length
                    + " rows and " + labels.length + " labels");
        }
        int classes = 0;
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0) {
                throw new IllegalArgumentException("A label is 0 or more, received " + labels[i] + " at index " + i);
            }
            classes = Math.max(classes, labels[i] + 1);
        }
        double[][] means = new double[classes][d];
        int[] counts = new int[classes];
        for (int i = 0; i < labels.length; i++) {
            counts[labels[i]]++;
            for (int j = 0; j < d; j++) {
                means[labels[i]][j] += features[i][j];
            }
        }
        boolean[] seen = new boolean[classes];
        for (int c = 0; c < classes; c++) {
            seen[c] = counts[c] > 0;
            for (int j = 0; seen[c] && j < d; j++) {
                means[c][j] /= counts[c];
            }
        }
        double[][] covariance = new double[d][d];
        double[] off = new double[d];
        for (int i = 0; i < labels.length; i++) {
            for (int j = 0; j < d; j++) {
                off[j] = features[i][j] - means[labels[i]][j];
            }
            for (int j = 0; j < d; j++) {
                for (int l = 0; l <= j; l++) {
                    covariance[j][l] += off[j] * off[l];
                }
            }
        }
        for (int j = 0; j < d; j++) {
            for (int l = 0; l <= j; l++) {
                covariance[j][l] /= labels.length;
                covariance[l][j] = covariance[j][l];
            }
        }
        return new Mahalanobis(means, seen, covariance);
    }

    private static double[][] cholesky(double[][] matrix) {
        int d = matrix.length;
        double largest = 0;
        for (int j = 0; j < d; j++) {
            largest = Math.max(largest, matrix[j][j]);
        }
        double[][] factor = new double[d][];
        for (int j = 0; j < d; j++) {
            factor[j] = new double[j + 1];
            for (int l = 0; l <= j; l++) {
                double rest = matrix[j][l];
                for (int m = 0; m < l; m++) {
                    rest -= factor[j][m] * factor[l][m];
                }
                if (l < j) {
                    factor[j][l] = rest / factor[l][l];
                } else if (rest > RANK * largest) {
                    factor[j][j] = Math.sqrt(rest);
                } else {
                    throw new IllegalArgumentException("Features of a Mahalanobis distance span all of their " + d
                            + " directions within the classes, and number " + j
                            + " depends on those before it. Give more pictures, or use nearest neighbours.");
                }
            }
        }
        return factor;
    }

    @Override
    public double of(float[] features) {
        Around.requireDimension(features, factor.length);
        double least = Double.POSITIVE_INFINITY;
        for (int c = 0; c < means.length; c++) {
            if (seen[c]) {
                least = Math.min(least, distance(features, means[c]));
            }
        }
        return -least;
    }

    private double distance(float[] features, double[] mean) {
        double[] solved = new double[mean.length];
        double sum = 0;
        for (int j = 0; j < solved.length; j++) {
            double rest = features[j] - mean[j];
            for (int m = 0; m < j; m++) {
                rest -= factor[j][m] * solved[m];
            }
            solved[j] = rest / factor[j][j];
            sum += solved[j] * solved[j];
        }
        return sum;
    }

    /** The mean of each class, K D; zeros for a class without features; a copy. */
    public double[][] means() {
        return copy(means);
    }

    /** The covariance that all classes share, D D; a copy. */
    public double[][] covariance() {
        return copy(covariance);
    }

    private static double[][] copy(double[][] rows) {
        double[][] copy = new double[rows.length][];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = rows[i].clone();
        }
        return copy;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Parameters parameters() {
        List<Integer> classes = new ArrayList<>();
        List<double[]> rows = new ArrayList<>();
        for (int c = 0; c < means.length; c++) {
            if (seen[c]) {
                classes.add(c);
                rows.add(means[c]);
            }
        }
        double[][] triangle = new double[covariance.length][];
        for (int j = 0; j < triangle.length; j++) {
            triangle[j] = Arrays.copyOf(covariance[j], j + 1);
        }
        return Parameters.none()
                .with("classes", classes)
                .with("means", Doubles.concat(rows.toArray(new double[0][])))
                .with("covariance", Doubles.concat(triangle));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Mahalanobis
                && Arrays.deepEquals(means, ((Mahalanobis) other).means)
                && Arrays.equals(seen, ((Mahalanobis) other).seen)
                && Arrays.deepEquals(covariance, ((Mahalanobis) other).covariance);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.deepHashCode(means) + Arrays.deepHashCode(covariance);
    }

    @Override
    public String toString() {
        return "Mahalanobis[classes=" + means.length + ", features=" + covariance.length + "]";
    }

    static Mahalanobis read(Parameters parameters) {
        List<Double> classes = parameters.numbers("classes");
        double[] values = parameters.doubles("means");
        double[] triangle = parameters.doubles("covariance");
        int d = classes.isEmpty() ? 0 : values.length / classes.size();
        if (d < 1 || values.length != d * classes.size() || triangle.length != d * (d + 1L) / 2) {
            throw new IllegalArgumentException("Means are D numbers for each class, and a covariance D (D + 1) / 2,"
                    + " received " + values.length + " and " + triangle.length + " for " + classes.size() + " classes");
        }
        int last = classes.get(classes.size() - 1).intValue();
        double[][] means = new double[last + 1][d];
        boolean[] seen = new boolean[last + 1];
        for (int i = 0; i < classes.size(); i++) {
            int c = classes.get(i).intValue();
            seen[c] = true;
            System.arraycopy(values, i * d, means[c], 0, d);
        }
        double[][] covariance = new double[d][d];
        int next = 0;
        for (int j = 0; j < d; j++) {
            for (int l = 0; l <= j; l++) {
                covariance[j][l] = triangle[next];
                covariance[l][j] = triangle[next++];
            }
        }
        return new Mahalanobis(means, seen, covariance);
    }
}
