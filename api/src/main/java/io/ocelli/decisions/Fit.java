package io.ocelli.decisions;

import io.ocelli.serving.Decorator;

/**
 * What makes a decorator from what a classifier says of labelled pictures: a calibration, a threshold for a wanted accuracy,
 * conformal sets. Safe for any number of threads.
 */
@FunctionalInterface
public interface Fit {
    /**
     * The decorator that fits best. The pictures are ones that the classifier did not learn from, or what it promises does
     * not hold.
     *
     * @throws IllegalArgumentException if these scores cannot give what is wanted: too few, or out of reach
     */
    Decorator of(LabelledScores validation);
}
