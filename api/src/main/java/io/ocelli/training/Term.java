package io.ocelli.training;

import io.ocelli.graph.Value;

/** A part of what a training makes small: a scalar, written in the arithmetic of {@link Value}s. */
@FunctionalInterface
public interface Term {
    /**
     * Adds the term to a step. It is asked more than once: for the step that learns, and for what is measured after each epoch.
     *
     * @param step gives networks, pictures' values and constants
     * @return a scalar, mostly the mean over the batch
     */
    Value of(Step step);
}
