package io.ocelli.compression;

import io.ocelli.graph.Value;
import io.ocelli.model.Network;
import io.ocelli.training.NamedTerm;
import io.ocelli.training.Step;
import java.util.Objects;

/**
 * Knowledge distillation (Hinton et al. 2015): a network is to say of pictures what a frozen teacher says of them, softened by a
 * temperature T. The term is T T times the mean over the batch of the divergence KL(softmax(teacher / T) || softmax(student / T)).
 *
 * <pre>{@code
 * Objective.labels(Loss.crossEntropy()).times(0.1).plus(Distillation.from(teacher).temperature(4).times(0.9))
 * }</pre>
 *
 * <p>The teacher sees the pictures that the student sees, augmentation included, and as its own preprocessing has them. It stays as
 * it is, and none of it is saved with the student. Immutable and safe for any number of threads.
 *
 * @param teacher a network of the student's classes, in their order, and input size
 * @param temperature what logits are divided by, above 0; 2 to 10 are usual
 * @param role the teacher's name in the step; several teachers take several
 */
public record Distillation(Network teacher, double temperature, String role) implements NamedTerm {
    /** What the term is reported as. */
    public static final String NAME = "distillation";

    public Distillation {
        Objects.requireNonNull(teacher, "teacher");
        Objects.requireNonNull(role, "role");
        if (!(temperature > 0) || Double.isInfinite(temperature)) {
            throw new IllegalArgumentException("A temperature is above 0 and finite, received " + temperature);
        }
    }

    /** From a teacher, at a temperature of 1. */
    public static Distillation from(Network teacher) {
        return new Distillation(teacher, 1, "teacher");
    }

    /** The same at another temperature. */
    public Distillation temperature(double temperature) {
        return new Distillation(teacher, temperature, role);
    }

    /** The same with the teacher in a role of another name, beside other teachers. */
    public Distillation role(String name) {
        return new Distillation(teacher, temperature, name);
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
        int classes = teacher.architecture().classes();
        if (classes != step.classes()) {
            throw new IllegalArgumentException("A student learns its teacher's classes, and the teacher has " + classes
                    + " where the student has " + step.classes() + ". Give the student head(" + classes + ").");
        }
        Value taught = step.frozen(role, teacher).logits().dividedBy(temperature);
        Value learnt = step.network().logits().dividedBy(temperature);
        Value gap = taught.logSoftmax(1).minus(learnt.logSoftmax(1));
        return taught.softmax(1).times(gap).sum(1).mean().times(temperature * temperature);
    }

    @Override
    public String toString() {
        return "Distillation.from(" + teacher.architecture().name() + ").temperature(" + temperature + ")";
    }
}
