package io.ocelli.reports;

import io.ocelli.data.Sample;

/**
 * How much a picture's label is believed.
 *
 * @param given the label that it has
 * @param suggested the likeliest class by the predictions: that which it has, where nothing speaks against it
 * @param score how much the label that it has is believed, 0 to 1: the lower, the likelier is an error
 */
public record LabelError(Sample sample, String given, String suggested, double score) {}
