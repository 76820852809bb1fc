package io.ocelli.metrics;

/**
 * A point of a curve: what is had when all pictures with a score from {@code threshold} on are said to be of the class.
 *
 * @param x of a ROC curve the share of the other pictures that are taken for the class, of a precision-recall curve the recall;
 *     0 to 1
 * @param y of a ROC curve the share of the class that is found, of a precision-recall curve the precision; 0 to 1
 * @param threshold the score; infinite for the point at which nothing is taken
 */
public record CurvePoint(double x, double y, double threshold) {}
