package io.ocelli.metrics;

/**
 * How many pictures of one class were predicted as one: an entry of the confusion matrix.
 *
 * @param actual the label of the true class
 * @param predicted the label that was predicted, which may be the same
 * @param count the number of pictures, at least 1
 */
public record Confused(int actual, int predicted, long count) {}
