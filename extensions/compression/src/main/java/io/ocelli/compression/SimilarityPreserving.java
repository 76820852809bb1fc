package io.ocelli.compression;

import com.google.common.collect.ImmutableList;
import io.ocelli.graph.Value;
import io.ocelli.model.Network;
import io.ocelli.training.NamedTerm;
import io.ocelli.training.Step;
import java.util.List;
import java.util.Objects;

/**
 * Similarity-preserving distillation (SP, Tung and Mori 2019): pictures that are alike to the teacher are to be alike to the
 * student, in several stages; the sum over these of {@link DistillationLosses#similarityPreserving}. Stages need be of one size in
 * nothing. It counts 3000 times beside cross-entropy.
 *
 * <p>Immutable and safe for any number of threads.
 *
 * @param teacher one network
 * @param stages where both are looked at, one pair or more
 */
public record SimilarityPreserving(Teacher teacher, List<StagePair> stages) implements NamedTerm {
    /** What the term is reported as. */
    public static final String NAME = "similarity_preserving";

    public SimilarityPreserving {
        Objects.requireNonNull(teacher, "teacher");
        stages = StagePair.some(stages);
    }

    /** Between stages of one name; the last of a backbone is usual. */
    public static SimilarityPreserving from(Network teacher, String... stages) {
        return new SimilarityPreserving(Teacher.of(teacher), StagePair.same(stages));
    }

    /** Between these stages. */
    public SimilarityPreserving between(StagePair... pairs) {
        return new SimilarityPreserving(teacher, ImmutableList.copyOf(pairs));
    }

    @Override
    public String name() {
        return NAME;
    }

    /**
     * The scalar, on the labelled pictures of a step.
     *
     * @throws IllegalArgumentException if a network has no such stage
     */
    @Override
    public Value of(Step step) {
        return StagePair.sum(
                stages,
                pair -> DistillationLosses.similarityPreserving(
                        step.network().stage(pair.student()), teacher.stage(step, pair.teacher())));
    }

    @Override
    public String toString() {
        return "SimilarityPreserving.from(" + teacher + ").between(" + stages + ")";
    }
}
