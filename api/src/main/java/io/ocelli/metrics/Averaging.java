package io.ocelli.metrics;

/** How one figure is made of those of the classes, as scikit-learn calls it. */
public enum Averaging {
    /** The plain mean over the classes that have pictures or were predicted. */
    MACRO,
    /** Over all decisions at once. */
    MICRO,
    /** The mean over the classes, each as often as it has pictures. */
    WEIGHTED
}
