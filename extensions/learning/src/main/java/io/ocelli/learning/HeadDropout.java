package io.ocelli.learning;

import io.ocelli.graph.Linear;
import io.ocelli.graph.Node;
import io.ocelli.image.Randomness;
import io.ocelli.model.Network;
import io.ocelli.tensor.Tensor;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Draws of what a classifier says with dropout on what its head takes (Gal and Ghahramani 2016, for the last layer): where draws
 * disagree, the head does not know enough. Immutable and safe for any number of threads.
 *
 * @param weight K D of the head
 * @param bias K
 * @param rate of features that are dropped, above 0 and below 1; the others are scaled up
 */
public record HeadDropout(float[] weight, float[] bias, double rate) {
    public HeadDropout {
        Objects.requireNonNull(weight, "weight");
        if (!(rate > 0 && rate < 1)) {
            throw new IllegalArgumentException("A rate of dropout is above 0 and below 1, received " + rate);
        }
    }

    /**
     * Of a network whose head is one linear layer, at a rate of 0.2.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static HeadDropout of(Network network) {
        Node head = network.architecture()
                .graph()
                .node(network.architecture().classifiers().get(0));
        if (!(head.operation() instanceof Linear)
                || !head.input().equals(network.architecture().features())) {
            throw new IllegalArgumentException("Dropout is drawn on what a linear head takes, and the head of "
                    + network.architecture().name() + " is more than one layer. Choose by entropy, margin or badge.");
        }
        float[] weight = network.weights().get(head.parameter("weight")).toFloats();
        int classes = network.architecture().classes();
        @Nullable
        Tensor bias = ((Linear) head.operation()).bias() ? network.weights().get(head.parameter("bias")) : null;
        return new HeadDropout(weight, bias == null ? new float[classes] : bias.toFloats(), 0.2);
    }

    /** The same at another rate. */
    public HeadDropout rate(double rate) {
        return new HeadDropout(weight, bias, rate);
    }

    /**
     * The probabilities of each picture in each of so many draws, which hang on the seed alone.
     *
     * @param features N D
     * @return T N K
     */
    public double[][][] draws(float[][] features, int number, long seed) {
        double[][][] draws = new double[number][features.length][];
        for (int t = 0; t < number; t++) {
            for (int i = 0; i < features.length; i++) {
                Randomness randomness =
                        Randomness.of(seed).split("dropout").split(t).split(i);
                draws[t][i] = probabilities(features[i], randomness);
            }
        }
        return draws;
    }

    private double[] probabilities(float[] feature, Randomness randomness) {
        double[] kept = new double[feature.length];
        for (int d = 0; d < kept.length; d++) {
            kept[d] = randomness.nextBoolean(rate) ? 0 : feature[d] / (1 - rate);
        }
        double[] p = new double[bias.length];
        double most = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < p.length; k++) {
            double sum = bias[k];
            for (int d = 0; d < kept.length; d++) {
                sum += weight[k * kept.length + d] * kept[d];
            }
            p[k] = sum;
            most = Math.max(most, sum);
        }
        double whole = 0;
        for (int k = 0; k < p.length; k++) {
            p[k] = Math.exp(p[k] - most);
            whole += p[k];
        }
        for (int k = 0; k < p.length; k++) {
            p[k] /= whole;
        }
        return p;
    }
}
