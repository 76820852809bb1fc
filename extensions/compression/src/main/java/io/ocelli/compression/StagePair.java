package io.ocelli.compression;

import com.google.common.collect.ImmutableList;
import io.ocelli.graph.AdaptiveAvgPool2d;
import io.ocelli.graph.Size;
import io.ocelli.graph.Value;
import io.ocelli.tensor.Shape;
import io.ocelli.training.Step;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * Where a student and a teacher are looked at, by the names of their {@link io.ocelli.model.Architecture#stages() stages}.
 * Immutable.
 */
public record StagePair(String student, String teacher) {
    public StagePair {
        Objects.requireNonNull(student, "student");
        Objects.requireNonNull(teacher, "teacher");
    }

    /** Stages of one name on both sides. */
    static List<StagePair> same(String... stages) {
        ImmutableList.Builder<StagePair> pairs = ImmutableList.builder();
        for (String stage : stages) {
            pairs.add(new StagePair(stage, stage));
        }
        return pairs.build();
    }

    static List<StagePair> some(List<StagePair> pairs) {
        if (pairs.isEmpty()) {
            throw new IllegalArgumentException("Networks are looked at in 1 stage or more, received none");
        }
        return ImmutableList.copyOf(pairs);
    }

    /** The sum of what each of them costs. */
    static Value sum(List<StagePair> pairs, Function<StagePair, Value> cost) {
        Value sum = null;
        for (StagePair pair : pairs) {
            Value each = cost.apply(pair);
            sum = sum == null ? each : sum.plus(each);
        }
        return Objects.requireNonNull(sum);
    }

    /** What both stages end in. */
    record Maps(Value student, Value teacher, Shape studentShape, Shape teacherShape) {}

    /**
     * Maps of both, the larger averaged down to the smaller.
     *
     * @throws IllegalArgumentException if one is no map N C H W
     */
    Maps maps(Step step, Teacher from) {
        Value taught = from.stage(step, teacher);
        Value learnt = step.network().stage(student);
        Shape theirs = map(step.shape(taught), teacher);
        Shape own = map(step.shape(learnt), student);
        if (own.at(2) > theirs.at(2) || own.at(3) > theirs.at(3)) {
            learnt = pooled(learnt, own, theirs);
        } else if (!own.with(1, theirs.get(1)).equals(theirs)) {
            taught = pooled(taught, theirs, own);
        }
        return new Maps(learnt, taught, step.shape(learnt), step.shape(taught));
    }

    private static Shape map(Shape shape, String stage) {
        if (shape.rank() != 4) {
            throw new IllegalArgumentException("This distillation looks at maps N C H W, and the stage '" + stage
                    + "' ends in " + shape + ". Distil its logits or its features.");
        }
        return shape;
    }

    static Value pooled(Value map, Shape from, Shape to) {
        int height = to.at(2);
        int width = to.at(3);
        if (from.at(2) % height == 0 && from.at(3) % width == 0) { // which every engine differentiates
            return map.reshape(0, 0, height, from.at(2) / height, width, from.at(3) / width)
                    .mean(3, 5);
        }
        return map.then(new AdaptiveAvgPool2d(new Size(height, width)));
    }
}
