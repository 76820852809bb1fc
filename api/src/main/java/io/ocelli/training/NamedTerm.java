package io.ocelli.training;

/**
 * A term that knows what it is reported as, and so is an objective by itself.
 *
 * <pre>{@code
 * recipe.objective(Objective.labels(Loss.crossEntropy()).plus(Coral.with("target").times(0.5)))
 * }</pre>
 */
public interface NamedTerm extends Term {
    /** What the term is reported as. */
    String name();

    /** As an objective of this term alone. Of two terms of one kind one takes another name, by {@link Objective#of}. */
    default Objective objective() {
        return Objective.of(name(), this);
    }

    /** As an objective that counts {@code factor} times. */
    default Objective times(double factor) {
        return objective().times(factor);
    }
}
