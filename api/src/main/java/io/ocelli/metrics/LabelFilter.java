package io.ocelli.metrics;

/**
 * Which given labels are flagged as errors, by the names of cleanlab 2.9. None flags a label that has the highest probability,
 * up to 1e-6.
 */
public enum LabelFilter {
    /**
     * Of each pair of a given and another class as many as the calibrated joint counts, those with the largest margin of the
     * other's probability. A class of one picture keeps it.
     */
    PRUNE_BY_NOISE_RATE,
    /** Of each given class as many as the calibrated joint counts outside its diagonal, those with the lowest self-confidence. */
    PRUNE_BY_CLASS,
    /** What both of these flag. */
    BOTH,
    /** What the confident joint counts outside its diagonal. */
    CONFIDENT_LEARNING,
    /** Whatever is not the class with the highest probability. */
    PREDICTED_NEQ_GIVEN
}
