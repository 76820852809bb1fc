package io.ocelli.compression;

import io.ocelli.graph.Value;
import io.ocelli.model.Network;
import io.ocelli.training.NamedTerm;
import io.ocelli.training.Step;
import java.util.Objects;

/**
 * Relational distillation (RKD, Park et al. 2019): pictures are to be as far from one another, and at such angles, in the student's
 * features as in the teacher's, whose widths need not be the same. The angles take N N N numbers, and N N D of each side.
 *
 * <p>Immutable and safe for any number of threads.
 *
 * @param teacher one network
 * @param distance what {@link DistillationLosses#relationalDistance} counts, 0 or more
 * @param angle what {@link DistillationLosses#relationalAngle} counts, 0 or more
 */
public record RelationalDistillation(Teacher teacher, double distance, double angle) implements NamedTerm {
    /** What the term is reported as. */
    public static final String NAME = "relational";

    public RelationalDistillation {
        Objects.requireNonNull(teacher, "teacher");
        if (!(distance >= 0 && angle >= 0 && distance + angle > 0 && distance + angle < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "Distances and angles count 0 or more, and one of them more than 0, received " + distance + " and "
                            + angle);
        }
    }

    /** Distances 25 times and angles 50 times, as in the paper. */
    public static RelationalDistillation from(Network teacher) {
        return new RelationalDistillation(Teacher.of(teacher), 25, 50);
    }

    /** The same with distances counting so often. */
    public RelationalDistillation distance(double distance) {
        return new RelationalDistillation(teacher, distance, angle);
    }

    /** The same with angles counting so often. */
    public RelationalDistillation angle(double angle) {
        return new RelationalDistillation(teacher, distance, angle);
    }

    @Override
    public String name() {
        return NAME;
    }

    /** The scalar, on the labelled pictures of a step. */
    @Override
    public Value of(Step step) {
        Value learnt = step.network().features();
        Value taught = teacher.features(step);
        if (angle == 0) {
            return DistillationLosses.relationalDistance(learnt, taught).times(distance);
        }
        Value angles = DistillationLosses.relationalAngle(learnt, taught).times(angle);
        return distance == 0
                ? angles
                : DistillationLosses.relationalDistance(learnt, taught)
                        .times(distance)
                        .plus(angles);
    }

    @Override
    public String toString() {
        return "RelationalDistillation.from(" + teacher + ").distance(" + distance + ").angle(" + angle + ")";
    }
}
