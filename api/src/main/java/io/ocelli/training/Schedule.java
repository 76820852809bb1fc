package io.ocelli.training;

/**
 * How the learning rate changes: a function from the progress of a training to a factor, by which the optimiser's learning
 * rate is multiplied. The factories give values that compare and print themselves; a lambda is a schedule too.
 *
 * <pre>{@code
 * Schedule.cosine().warmup(0.05)   // rises over the first twentieth of the steps, then falls to 0
 * Schedule.step(30, 0.1).inEpochs()
 * }</pre>
 *
 * <p>The curves are PyTorch's ({@code torch.optim.lr_scheduler}), in steps unless {@link #inEpochs} makes them epochs.
 */
@FunctionalInterface
public interface Schedule {
    /** What the learning rate is multiplied by in a step. */
    double factor(Progress progress);

    /** Always 1. */
    static Schedule constant() {
        return new Schedules.Constant();
    }

    /** Multiplied by {@code gamma} after every {@code size} steps. */
    static Schedule step(int size, double gamma) {
        return new Schedules.Step(size, gamma);
    }

    /** Multiplied by {@code gamma} at each of these steps. */
    static Schedule multiStep(double gamma, int... milestones) {
        return Schedules.MultiStep.of(gamma, milestones);
    }

    /** Multiplied by {@code gamma} at every step. */
    static Schedule exponential(double gamma) {
        return new Schedules.Exponential(gamma);
    }

    /** From 1 to 0 on half a cosine over the training (Loshchilov and Hutter 2017). */
    static Schedule cosine() {
        return cosine(0);
    }

    /** From 1 to {@code minimum} on half a cosine over the training. */
    static Schedule cosine(double minimum) {
        return new Schedules.Cosine(minimum);
    }

    /** (1 - step / total) to the power. */
    static Schedule polynomial(double power) {
        return new Schedules.Polynomial(power);
    }

    /** From 1 to 0 on a line over the training. */
    static Schedule linear() {
        return linear(0);
    }

    /** From 1 to {@code end} on a line over the training. */
    static Schedule linear(double end) {
        return new Schedules.Linear(end);
    }

    /**
     * Half cosines from 1 to {@code minimum}, the first over {@code period} steps and each {@code multiplier} times as long
     * as the one before (SGDR).
     */
    static Schedule cosineWarmRestarts(int period, int multiplier, double minimum) {
        return new Schedules.CosineWarmRestarts(period, multiplier, minimum);
    }

    /**
     * From 1/25 up to 1 over the first 30 % of the training and down to 1/250,000, on half cosines (Smith and Topin 2019).
     * The optimiser's learning rate is the highest.
     */
    static Schedule oneCycle() {
        return new Schedules.OneCycle(0.3, 25, 1e4);
    }

    /**
     * Multiplied by {@code factor} each time the watched metric has not become lower, by 0.01 % at least, for more than
     * {@code patience} epochs, down to {@code minimum}.
     */
    static Schedule plateau(double factor, int patience, double minimum) {
        return new Schedules.Plateau(factor, patience, minimum);
    }

    /** This schedule after a rise on a line from 0.01 over a share of the training's steps, 0 to 1. */
    default Schedule warmup(double fraction) {
        return new Schedules.WarmupFraction(this, fraction);
    }

    /** This schedule after a rise on a line from 0.01 over so many steps; it sees those that are left as the training. */
    default Schedule warmupSteps(int steps) {
        return new Schedules.WarmupSteps(this, steps);
    }

    /** This schedule with epochs in place of steps: the factor is the same throughout an epoch. */
    default Schedule inEpochs() {
        return new Schedules.InEpochs(this);
    }
}
