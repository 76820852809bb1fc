package io.ocelli.explanation;

import com.google.common.collect.ImmutableList;
import io.ocelli.image.Image;
import io.ocelli.model.Initializer;
import io.ocelli.model.Network;
import io.ocelli.weights.Weights;
import java.util.Arrays;
import java.util.List;

/**
 * Whether an explanation depends on what the network learnt at all (Adebayo et al. 2018): its maps are compared with those of the
 * same architecture with random weights. A method whose maps stay alike shows edges, and not reasons.
 *
 * @param correlations of each picture's two maps by ranks (Spearman), -1 to 1
 */
public record SanityCheck(List<Double> correlations) {
    public SanityCheck {
        correlations = ImmutableList.copyOf(correlations);
    }

    /**
     * Of some pictures, each for the class that the network says.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static SanityCheck of(Explanation explanation, List<Image> pictures, long seed) {
        if (pictures.isEmpty()) {
            throw new IllegalArgumentException("A sanity check is of at least one picture, received none");
        }
        ImmutableList.Builder<Double> correlations = ImmutableList.builder();
        try (Explainer learnt = explanation.open();
                Explainer random = explanation
                        .network(randomized(explanation.network(), seed))
                        .open()) {
            for (Image picture : pictures) {
                HeatMap map = learnt.of(picture);
                correlations.add(correlation(
                        map.values(), random.of(picture, map.label()).values()));
            }
        }
        return new SanityCheck(correlations.build());
    }

    /** A network that has learnt nothing: each layer with new weights, by the rule of its kind. */
    public static Network randomized(Network network, long seed) {
        Weights weights = Initializer.weights(network.architecture().graph(), seed);
        return new Network(network.architecture(), weights, network.preprocessing());
    }

    /** The mean over the pictures; near 0 where the maps depend on what was learnt. */
    public double mean() {
        double mean = 0;
        for (double each : correlations) {
            mean += each / correlations.size();
        }
        return mean;
    }

    /** Spearman's; 0 where one of the maps is flat. */
    static double correlation(float[] a, float[] b) {
        double[] x = ranks(a);
        double[] y = ranks(b);
        double middle = (a.length - 1) / 2.0;
        double xy = 0;
        double xx = 0;
        double yy = 0;
        for (int i = 0; i < x.length; i++) {
            xy += (x[i] - middle) * (y[i] - middle);
            xx += (x[i] - middle) * (x[i] - middle);
            yy += (y[i] - middle) * (y[i] - middle);
        }
        return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : 0;
    }

    /** From 0; equal ones have the mean of theirs. */
    private static double[] ranks(float[] values) {
        float[] sorted = values.clone();
        Arrays.sort(sorted);
        double[] ranks = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            int first = Arrays.binarySearch(sorted, values[i]);
            int last = first;
            while (first > 0 && sorted[first - 1] == values[i]) {
                first--;
            }
            while (last + 1 < sorted.length && sorted[last + 1] == values[i]) {
                last++;
            }
            ranks[i] = (first + last) / 2.0;
        }
        return ranks;
    }
}
