package io.ocelli.compression;

import io.ocelli.graph.Value;
import io.ocelli.model.Network;
import io.ocelli.training.NamedTerm;
import io.ocelli.training.Step;
import java.util.Objects;

/**
 * Decoupled knowledge distillation (DKD, Zhao et al. 2022): how sure a teacher is of the right class, and what it says of the
 * others among themselves, count by themselves: {@link DistillationLosses#decoupled}. It stands beside the labels' cross-entropy,
 * and its authors let it grow over the first 20 of 240 epochs.
 *
 * <pre>{@code
 * Objective.labels(Loss.crossEntropy())
 *     .plus(DecoupledDistillation.from(teacher).objective().times(Schedule.constant().warmup(1 / 12.0)))
 * }</pre>
 *
 * <p>Immutable and safe for any number of threads.
 *
 * @param teacher of the student's classes, in their order
 * @param temperature what logits are divided by, above 0
 * @param alpha what the right class counts, 0 or more
 * @param beta what the others count, 0 or more
 */
public record DecoupledDistillation(Teacher teacher, double temperature, double alpha, double beta)
        implements NamedTerm {
    /** What the term is reported as. */
    public static final String NAME = "decoupled_distillation";

    public DecoupledDistillation {
        Objects.requireNonNull(teacher, "teacher");
        Distillation.requireTemperature(temperature);
        if (!(alpha >= 0 && beta >= 0 && alpha + beta < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "Both parts of a decoupled distillation count 0 or more, received " + alpha + " and " + beta);
        }
    }

    /** From a network, at a temperature of 4 with the others counting 8 times. */
    public static DecoupledDistillation from(Network teacher) {
        return from(Teacher.of(teacher));
    }

    /** From a teacher of any kind, at a temperature of 4 with the others counting 8 times. */
    public static DecoupledDistillation from(Teacher teacher) {
        return new DecoupledDistillation(teacher, 4, 1, 8);
    }

    /** The same at another temperature. */
    public DecoupledDistillation temperature(double temperature) {
        return new DecoupledDistillation(teacher, temperature, alpha, beta);
    }

    /** The same with the right class counting so much. */
    public DecoupledDistillation alpha(double alpha) {
        return new DecoupledDistillation(teacher, temperature, alpha, beta);
    }

    /** The same with the others counting so much: 8, or 2 where a ResNet-56 teaches a ResNet-20. */
    public DecoupledDistillation beta(double beta) {
        return new DecoupledDistillation(teacher, temperature, alpha, beta);
    }

    @Override
    public String name() {
        return NAME;
    }

    /**
     * The scalar, on the labelled pictures of a step.
     *
     * @throws IllegalArgumentException if the teacher has other classes, or takes pictures of another size
     */
    @Override
    public Value of(Step step) {
        Value taught = Distillation.logits(teacher, step);
        return DistillationLosses.decoupled(step.network().logits(), taught, step.targets(), temperature, alpha, beta);
    }

    @Override
    public String toString() {
        return "DecoupledDistillation.from(" + teacher + ").temperature(" + temperature + ").alpha(" + alpha + ").beta("
                + beta + ")";
    }
}
