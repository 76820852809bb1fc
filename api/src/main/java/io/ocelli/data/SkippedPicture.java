package io.ocelli.data;

/**
 * A picture that was left out because it cannot be read.
 *
 * @param index its index in the data set
 * @param name its sample's name, the file's path
 * @param reason what is wrong with it
 */
public record SkippedPicture(int index, String name, String reason) {}
