package io.ocelli.compression;

import io.ocelli.graph.Value;
import io.ocelli.model.Network;
import io.ocelli.training.NamedTerm;
import io.ocelli.training.Step;
import java.util.Objects;

/**
 * Probabilistic knowledge transfer (PKT, Passalis and Tefas 2018): pictures are to be each other's neighbours in the student's
 * features as in the teacher's: {@link DistillationLosses#neighbourhoods}. It counts 30,000 times beside cross-entropy.
 *
 * <p>Immutable and safe for any number of threads.
 *
 * @param teacher one network
 */
public record ProbabilisticTransfer(Teacher teacher) implements NamedTerm {
    /** What the term is reported as. */
    public static final String NAME = "probabilistic_transfer";

    public ProbabilisticTransfer {
        Objects.requireNonNull(teacher, "teacher");
    }

    /** From a network. */
    public static ProbabilisticTransfer from(Network teacher) {
        return new ProbabilisticTransfer(Teacher.of(teacher));
    }

    @Override
    public String name() {
        return NAME;
    }

    /** The scalar, on the labelled pictures of a step. */
    @Override
    public Value of(Step step) {
        return DistillationLosses.neighbourhoods(step.network().features(), teacher.features(step));
    }

    @Override
    public String toString() {
        return "ProbabilisticTransfer.from(" + teacher + ")";
    }
}
