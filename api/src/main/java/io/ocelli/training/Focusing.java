package io.ocelli.training;

import io.ocelli.graph.Value;

/** (1 - p)^gamma, by which focal losses make little of what is known already. */
final class Focusing {
    /** The power's slope at 0 is infinite where gamma is below 1, and rounding can make 1 - p negative. */
    private static final double LEAST = 1e-8;

    private Focusing() {}

    static Value factor(Value probability, double gamma) {
        return probability.negate().plus(1).clamp(LEAST, 1).pow(gamma);
    }

    /** As {@link #factor(Value, double)}, with a gamma for each element. */
    static Value factor(Value probability, Value gamma) {
        return probability.negate().plus(1).clamp(LEAST, 1).pow(gamma);
    }

    static void check(String name, double gamma) {
        if (!(gamma >= 0 && gamma < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(name + " is at least 0, received " + gamma);
        }
    }
}
