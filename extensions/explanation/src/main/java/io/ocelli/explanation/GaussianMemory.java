package io.ocelli.explanation;

import com.google.common.collect.ImmutableMap;
import io.ocelli.graph.Reduce;
import io.ocelli.graph.Value;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.util.Map;

/**
 * A normal distribution at each place (PaDiM, Defard et al. 2020): a place is as unusual as its Mahalanobis distance, and a picture
 * as its most unusual place.
 *
 * @param weights which channels, D c; the means, 1 P c; and what makes distances Euclidean, P c c
 */
record GaussianMemory(Map<String, Tensor> weights) implements AnomalyMemory {
    private static final String CHANNELS = "anomaly.channels";
    private static final String MEANS = "anomaly.means";
    private static final String WHITENING = "anomaly.whitening";

    /** Beside each variance, so that covariances of few pictures can be inverted. */
    static final double REGULARIZATION = 0.01;

    /** Counts means and covariances of the pictures that come (Welford 1962), the latter divided by n - 1. */
    static final class Counting implements Remembering {
        private final int places;
        private final int width;
        private final int[] channels;
        private final double[][] means;
        /** Of each place the sums of products, the lower triangle row by row. */
        private final double[][] products;

        private int seen;

        /** @param channels which of the width that are looked at */
        Counting(int places, int width, int... channels) {
            int c = channels.length;
            Remembering.requireRoom(
                    (long) places * c * c,
                    "Covariances of each place",
                    "Look at fewer channels: AnomalyMethod.padim(n, seed).");
            this.places = places;
            this.width = width;
            this.channels = channels;
            this.means = new double[places][c];
            this.products = new double[places][c * (c + 1) / 2];
        }

        @Override
        public void see(float[] embedding, float[] average) {
            seen++;
            double[] off = new double[channels.length];
            for (int p = 0; p < places; p++) {
                double[] mean = means[p];
                double[] sums = products[p];
                int at = 0;
                for (int j = 0; j < off.length; j++) {
                    off[j] = embedding[p * width + channels[j]] - mean[j];
                    mean[j] += off[j] / seen;
                    double weighed = off[j] * (seen - 1) / seen;
                    for (int l = 0; l <= j; l++) {
                        sums[at++] += weighed * off[l];
                    }
                }
            }
        }

        @Override
        public AnomalyMemory memory() {
            int c = channels.length;
            float[] middles = new float[places * c];
            float[] whitening = new float[places * c * c];
            for (int p = 0; p < places; p++) {
                double[][] inverse = inverseFactor(covariance(p));
                for (int j = 0; j < c; j++) {
                    middles[p * c + j] = (float) means[p][j];
                    for (int l = 0; l <= j; l++) {
                        whitening[(p * c + l) * c + j] = (float) inverse[j][l];
                    }
                }
            }
            float[] chosen = new float[width * c];
            for (int j = 0; j < c; j++) {
                chosen[channels[j] * c + j] = 1;
            }
            return new GaussianMemory(ImmutableMap.of(
                    CHANNELS, Tensor.of(Shape.of(width, c), chosen),
                    MEANS, Tensor.of(Shape.of(1, places, c), middles),
                    WHITENING, Tensor.of(Shape.of(places, c, c), whitening)));
        }

        private double[][] covariance(int place) {
            double[][] covariance = new double[channels.length][channels.length];
            int at = 0;
            for (int j = 0; j < covariance.length; j++) {
                for (int l = 0; l <= j; l++) {
                    covariance[j][l] = products[place][at++] / (seen - 1);
                }
            }
            return covariance;
        }
    }

    /** The inverse of the lower Cholesky factor of a matrix with the regularization, of which the lower triangle is read. */
    private static double[][] inverseFactor(double[][] matrix) {
        int n = matrix.length;
        double[][] factor = new double[n][n];
        for (int j = 0; j < n; j++) {
            for (int l = 0; l <= j; l++) {
                double rest = matrix[j][l] + (j == l ? REGULARIZATION : 0);
                for (int m = 0; m < l; m++) {
                    rest -= factor[j][m] * factor[l][m];
                }
                factor[j][l] = j == l ? Math.sqrt(rest) : rest / factor[l][l];
            }
        }
        double[][] inverse = new double[n][n];
        for (int column = 0; column < n; column++) {
            for (int j = column; j < n; j++) {
                double rest = j == column ? 1 : 0;
                for (int m = column; m < j; m++) {
                    rest -= factor[j][m] * inverse[m][column];
                }
                inverse[j][column] = rest / factor[j][j];
            }
        }
        return inverse;
    }

    @Override
    public Scored score(Value embedding, Value average) {
        Value off = embedding.matmul(kept(embedding.builder(), CHANNELS)).minus(kept(embedding.builder(), MEANS));
        Value white = off.permute(1, 0, 2).matmul(kept(embedding.builder(), WHITENING));
        Value map = white.squared().sum(2).sqrt().permute(1, 0);
        return new Scored(map, map.keeping(Reduce.Kind.MAX, 1));
    }
}
