package io.ocelli.learning;

import io.ocelli.training.Progress;
import io.ocelli.training.Schedule;

/**
 * How strongly a gradient is reversed as a training goes on (Ganin et al. 2016): from {@code low} to {@code high} as 2 (high - low)
 * / (1 + exp(-alpha p)) - (high - low) + low, where p is the step over {@code steps}. So the discriminator learns something before
 * the network is to deceive it.
 *
 * @param alpha how fast it rises, above 0; the paper's is 10
 * @param steps in how many p comes to 1; 0 for those of the whole training, as in the paper
 * @param low where it begins
 * @param high where it ends
 */
public record ReversalSchedule(double alpha, int steps, double low, double high) implements Schedule {
    /**
     * @throws IllegalArgumentException if alpha is not above 0, the steps are negative, or the ends are not finite
     */
    public ReversalSchedule {
        if (!(alpha > 0) || steps < 0 || !Double.isFinite(low) || !Double.isFinite(high)) {
            throw new IllegalArgumentException(
                    "A reversal rises with an alpha above 0 in 0 steps or more between finite ends, received alpha "
                            + alpha + ", " + steps + " steps, from " + low + " to " + high);
        }
    }

    /** The paper's: from 0 to 1 over the whole training. */
    public static ReversalSchedule overTraining() {
        return new ReversalSchedule(10, 0, 0, 1);
    }

    /** From 0 towards 1 in so many steps, with alpha = 1: the Transfer Learning Library's, in 1,000. */
    public static ReversalSchedule inSteps(int steps) {
        return new ReversalSchedule(1, steps, 0, 1);
    }

    @Override
    public double factor(Progress progress) {
        double p = (double) progress.step() / (steps == 0 ? progress.total() : steps);
        return 2 * (high - low) / (1 + Math.exp(-alpha * p)) - (high - low) + low;
    }
}
