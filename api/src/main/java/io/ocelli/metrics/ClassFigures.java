package io.ocelli.metrics;

/**
 * The figures of one class; a ratio over nothing is 0.
 *
 * @param name of the class
 * @param precision the share of the predictions of this class that are right, 0 to 1
 * @param recall the share of the pictures of this class that are found, 0 to 1
 * @param f1 the harmonic mean of both
 * @param support the number of pictures of this class
 */
public record ClassFigures(String name, double precision, double recall, double f1, long support) {}
