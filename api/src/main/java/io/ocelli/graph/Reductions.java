package io.ocelli.graph;

import com.google.common.primitives.Ints;

/** Reductions of a {@link Value} along dimensions, along all where none is named. Made by {@link Value#keeping}. */
public final class Reductions {
    private final Value value;
    private final boolean keep;

    Reductions(Value value, boolean keep) {
        this.value = value;
        this.keep = keep;
    }

    public Value sum(int... dimensions) {
        return reduce(Reduce.Kind.SUM, dimensions);
    }

    public Value mean(int... dimensions) {
        return reduce(Reduce.Kind.MEAN, dimensions);
    }

    public Value max(int... dimensions) {
        return reduce(Reduce.Kind.MAX, dimensions);
    }

    public Value min(int... dimensions) {
        return reduce(Reduce.Kind.MIN, dimensions);
    }

    public Value product(int... dimensions) {
        return reduce(Reduce.Kind.PRODUCT, dimensions);
    }

    /** The logarithm of the sum of the exponentials. */
    public Value logSumExp(int... dimensions) {
        return reduce(Reduce.Kind.LOG_SUM_EXP, dimensions);
    }

    /** The Euclidean length; its gradient at 0 is not a number. */
    public Value norm(int... dimensions) {
        return new Reductions(value.squared(), keep).sum(dimensions).sqrt();
    }

    private Value reduce(Reduce.Kind kind, int... dimensions) {
        return value.then(new Reduce(kind, Ints.asList(dimensions), keep));
    }
}
