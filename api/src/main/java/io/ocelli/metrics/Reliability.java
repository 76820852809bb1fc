package io.ocelli.metrics;

import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * A reliability diagram: how often the predicted class is right among pictures of one confidence (Guo et al. 2017).
 *
 * @param bins from the lowest confidence to the highest
 */
public record Reliability(List<Bin> bins) {
    public Reliability {
        bins = ImmutableList.copyOf(bins);
    }

    /**
     * Pictures of about one confidence; all figures of no pictures are 0.
     *
     * @param count how many they are
     * @param confidence the mean probability of their predicted classes, 0 to 1
     * @param accuracy the share of them whose predicted class is the true one, 0 to 1
     */
    public record Bin(long count, double confidence, double accuracy) {
        double gap() {
            return Math.abs(confidence - accuracy);
        }
    }

    /** The mean over the pictures of their bin's gap between confidence and accuracy, 0 to 1; NaN of no pictures. */
    public double expectedError() {
        double sum = 0;
        long count = 0;
        for (Bin bin : bins) {
            sum += bin.count() * bin.gap();
            count += bin.count();
        }
        return sum / count;
    }

    /** The largest gap of a bin that has pictures, 0 to 1. */
    public double maximumError() {
        double most = 0;
        for (Bin bin : bins) {
            most = bin.count() > 0 ? Math.max(most, bin.gap()) : most;
        }
        return most;
    }
}
