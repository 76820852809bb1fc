package io.ocelli.training;

import io.ocelli.engine.Projection;

/**
 * A term that is not added to what is made small, and is reported beside it: in view of its gradient that of the other terms is
 * changed before it is learnt from, such as so that it no longer leads where this term grows.
 *
 * <pre>{@code
 * Objective.labels(Loss.crossEntropy()).plus(Agem.of("memory", Loss.crossEntropy()).objective())
 * }</pre>
 *
 * <p>All constraints of an objective have one projection, which is given the gradients of each. It has no weight. A step takes a
 * pass back for each; batches are not accumulated, and the arithmetic is float32 or with bfloat16.
 */
public interface Constraint extends NamedTerm {
    /** The rule that changes the gradients. */
    Projection projection();
}
