package io.ocelli.training;

import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * How far a training has come. Immutable.
 *
 * @param step the step that is about to be made, from 0
 * @param total the number of steps of the whole training
 * @param epochs the number of epochs that these make, as far as they are whole
 * @param metrics the watched metric, lower is better, after each epoch so far: the validation loss, or where nothing is
 *     validated the training loss
 */
public record Progress(int step, int total, int epochs, List<Double> metrics) {
    /**
     * @throws IllegalArgumentException if the step is negative, or there is no step or epoch
     */
    public Progress {
        if (step < 0 || total < 1 || epochs < 1) {
            throw new IllegalArgumentException("A progress has step >= 0, total >= 1, epochs >= 1, received step "
                    + step + ", total " + total + ", epochs " + epochs);
        }
        metrics = ImmutableList.copyOf(metrics);
    }

    /** The progress of a training of one epoch, without a metric. */
    public static Progress of(int step, int total) {
        return new Progress(step, total, 1, ImmutableList.of());
    }

    /** The epoch of the step, from 0. */
    public int epoch() {
        return (int) Math.min(epochs - 1L, (long) step * epochs / total);
    }
}
