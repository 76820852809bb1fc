package io.ocelli.compression;

import io.ocelli.graph.Value;
import io.ocelli.model.Network;
import io.ocelli.training.NamedTerm;
import io.ocelli.training.Step;
import java.util.Objects;

/**
 * A hint (FitNets, Romero et al. 2015): from what a stage of the student ends in, a convolution of 1 x 1, which learns with it and
 * is not saved, is to make what a stage of the teacher ends in: {@link DistillationLosses#hint}. Its authors learn it before the
 * labels; beside them it counts 100 times. Where maps are of different sizes the larger is averaged down.
 *
 * <p>Immutable and safe for any number of threads.
 *
 * @param teacher one network
 * @param stage where both are looked at, mostly the middle
 * @param seed of what the convolution begins with
 */
public record Hint(Teacher teacher, StagePair stage, long seed) implements NamedTerm {
    /** What the term is reported as. */
    public static final String NAME = "hint";

    public Hint {
        Objects.requireNonNull(teacher, "teacher");
        Objects.requireNonNull(stage, "stage");
    }

    /** Between stages of one name. */
    public static Hint from(Network teacher, String stage) {
        return new Hint(Teacher.of(teacher), new StagePair(stage, stage), 0);
    }

    /** Between these stages. */
    public Hint between(StagePair pair) {
        return new Hint(teacher, pair, seed);
    }

    /** Beginning with what another seed draws. */
    public Hint seed(long seed) {
        return new Hint(teacher, stage, seed);
    }

    @Override
    public String name() {
        return NAME;
    }

    /**
     * The scalar, on the labelled pictures of a step.
     *
     * @throws IllegalArgumentException if a network has no such stage, or it ends in no map N C H W
     */
    @Override
    public Value of(Step step) {
        StagePair.Maps maps = stage.maps(step, teacher);
        Projection regressor = Projection.in(
                step,
                NAME + "." + stage.student(),
                maps.studentShape().at(1),
                maps.teacherShape().at(1),
                seed);
        return DistillationLosses.hint(maps.student(), maps.teacher(), regressor.weight(), regressor.bias());
    }

    @Override
    public String toString() {
        return "Hint.from(" + teacher + ").between(" + stage + ")";
    }
}
