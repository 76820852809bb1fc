package io.ocelli.metrics;

/**
 * Averages over classes.
 *
 * @param precision the share of the predictions that are right, 0 to 1
 * @param recall the share of the pictures that are found, 0 to 1
 * @param f1 of each class the harmonic mean of both, averaged
 */
public record Figures(double precision, double recall, double f1) {}
