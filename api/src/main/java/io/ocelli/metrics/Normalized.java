package io.ocelli.metrics;

/** What the numbers of a confusion matrix are shares of, as scikit-learn's {@code normalize}. */
public enum Normalized {
    /** Of the pictures of a class: rows add up to 1, and the diagonal is the recall. */
    TRUE,
    /** Of the predictions of a class: columns add up to 1, and the diagonal is the precision. */
    PREDICTED,
    /** Of all pictures. */
    ALL
}
