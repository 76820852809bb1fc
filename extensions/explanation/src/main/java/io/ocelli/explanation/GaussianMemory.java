package io.ocelli.explanation;

import com.google.common.collect.ImmutableMap;
import io.ocelli.graph.Reduce;
import io.ocelli.graph.Value;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * A normal distribution at each place (PaDiM, Defard et al. 2020): a place is as unusual as its Mahalanobis distance, and a picture as
 * its most unusual place.
 *
 * @param weights which channels, D c; the means, 1 P c; and what makes distances Euclidean, P c c
 */
record GaussianMemory(Map<String, Tensor> weights) implements AnomalyMemory {
    private static final String CHANNELS = "anomaly.channels";
    private static final String MEANS = "anomaly.means";
    private static final String WHITENING = "anomaly.whitening";

    /** Beside each variance, so that covariances of few pictures can be inverted. */
    static final double REGULARIZATION = 0.01;

    /**
     * Means and covariances, divided by n - 1.
     *
     * @param embeddings of at least two pictures, P D each
     * @param channels which of the D
     */
    static GaussianMemory of(List<float[]> embeddings, int d, int[] channels) {
        int c = channels.length;
        int places = embeddings.get(0).length / d;
        float[] means = new float[places * c];
        float[] whitening = new float[places * c * c];
        for (int p = 0; p < places; p++) {
            double[] mean = new double[c];
            for (float[] each : embeddings) {
                for (int j = 0; j < c; j++) {
                    mean[j] += each[p * d + channels[j]] / (double) embeddings.size();
                }
            }
            double[][] covariance = new double[c][c];
            double[] off = new double[c];
            for (float[] each : embeddings) {
                for (int j = 0; j < c; j++) {
                    off[j] = each[p * d + channels[j]] - mean[j];
                    for (int l = 0; l <= j; l++) {
                        covariance[j][l] += off[j] * off[l] / (embeddings.size() - 1);
                    }
                }
            }
            double[][] inverse = inverseFactor(covariance);
            for (int j = 0; j < c; j++) {
                means[p * c + j] = (float) mean[j];
                for (int l = 0; l <= j; l++) {
                    whitening[(p * c + l) * c + j] = (float) inverse[j][l];
                }
            }
        }
        float[] chosen = new float[d * c];
        for (int j = 0; j < c; j++) {
            chosen[channels[j] * c + j] = 1;
        }
        return new GaussianMemory(ImmutableMap.of(
                CHANNELS, Tensor.of(Shape.of(d, c), chosen),
                MEANS, Tensor.of(Shape.of(1, places, c), means),
                WHITENING, Tensor.of(Shape.of(places, c, c), whitening)));
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
