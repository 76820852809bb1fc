package io.ocelli.compression;

import io.ocelli.graph.Value;
import io.ocelli.model.Network;
import io.ocelli.training.NamedTerm;
import io.ocelli.training.Step;
import java.util.Objects;

/**
 * Knowledge distillation (Hinton et al. 2015): a network is to say of pictures what a teacher says of them, softened by a
 * temperature: {@link DistillationLosses#divergence}.
 *
 * <pre>{@code
 * Objective.labels(Loss.crossEntropy()).times(0.1).plus(Distillation.from(teacher).temperature(4).times(0.9))
 * }</pre>
 *
 * <p>The teacher is a network, several, or what an ONNX file or any classifier said of the pictures before: {@link Teacher}.
 * Immutable and safe for any number of threads.
 *
 * @param teacher of the student's classes, in their order
 * @param temperature what logits are divided by, above 0; 2 to 10 are usual
 */
public record Distillation(Teacher teacher, double temperature) implements NamedTerm {
    /** What the term is reported as. */
    public static final String NAME = "distillation";

    public Distillation {
        Objects.requireNonNull(teacher, "teacher");
        requireTemperature(temperature);
    }

    static void requireTemperature(double temperature) {
        if (!(temperature > 0) || Double.isInfinite(temperature)) {
            throw new IllegalArgumentException("A temperature is above 0 and finite, received " + temperature);
        }
    }

    /** From a network, at a temperature of 1. */
    public static Distillation from(Network teacher) {
        return from(Teacher.of(teacher));
    }

    /** From a teacher of any kind, at a temperature of 1. */
    public static Distillation from(Teacher teacher) {
        return new Distillation(teacher, 1);
    }

    /** The same at another temperature. */
    public Distillation temperature(double temperature) {
        return new Distillation(teacher, temperature);
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
        return DistillationLosses.divergence(step.network().logits(), logits(teacher, step), temperature);
    }

    /** What a teacher of the student's classes says. */
    static Value logits(Teacher teacher, Step step) {
        if (teacher.classes() != step.classes()) {
            throw new IllegalArgumentException("A student learns its teacher's classes, and the teacher has "
                    + teacher.classes() + " where the student has " + step.classes() + ". Give the student head("
                    + teacher.classes() + ").");
        }
        return teacher.logits(step);
    }

    @Override
    public String toString() {
        return "Distillation.from(" + teacher + ").temperature(" + temperature + ")";
    }
}
