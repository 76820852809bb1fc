package io.ocelli.compression;

/**
 * How long a network takes beside another one, by turns, so that whatever else the machine does falls on both alike.
 *
 * @param milliseconds the median of its times
 * @param ratio the median of its time over the other's, pair by pair
 */
public record PairedTime(double milliseconds, double ratio) {}
