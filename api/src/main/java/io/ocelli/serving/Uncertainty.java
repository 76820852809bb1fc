package io.ocelli.serving;

import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * How unsure several answers about one picture are together, in nats: those of an ensemble's members, or to views of the
 * picture. An immutable value.
 *
 * @param predictiveEntropy the entropy of the mean probabilities: all the uncertainty there is
 * @param mutualInformation what of it comes from the several disagreeing: the entropy of the mean less the mean of the
 *     entropies, 0 where all say the same (Houlsby et al. 2011)
 */
public record Uncertainty(double predictiveEntropy, double mutualInformation) {
    /** As {@link #of(List)}. */
    public static Uncertainty of(float[]... probabilities) {
        return of(ImmutableList.copyOf(probabilities));
    }

    /**
     * The uncertainty of several answers.
     *
     * @param probabilities one for each class, 1 together, of each answer
     * @throws IllegalArgumentException if there is no answer, or they are of different classes
     */
    public static Uncertainty of(List<float[]> probabilities) {
        if (probabilities.isEmpty()) {
            throw new IllegalArgumentException("Uncertainty is that of at least one answer, received none");
        }
        double[] mean = new double[probabilities.get(0).length];
        double within = 0;
        for (float[] each : probabilities) {
            if (each.length != mean.length) {
                throw new IllegalArgumentException("Uncertainty is that of answers of the same classes, received "
                        + mean.length + " and " + each.length);
            }
            for (int k = 0; k < mean.length; k++) {
                mean[k] += each[k] / (double) probabilities.size();
                within += surprise(each[k]) / probabilities.size();
            }
        }
        double whole = 0;
        for (double each : mean) {
            whole += surprise(each);
        }
        return new Uncertainty(whole, Math.max(0, whole - within));
    }

    private static double surprise(double probability) {
        return probability > 0 ? -probability * Math.log(probability) : 0;
    }
}
