package io.ocelli.data;

/**
 * A picture that was left out because it cannot be read.
 *
 * @param index its index in the data set
 * @param name its sample's name, the file's path
 * @param reason what is wrong with it
 * @param set which of a training's data sets it is of: {@code training}, {@code validation}, or the name of a stream; empty where
 *     there is but one
 */
public record SkippedPicture(int index, String name, String reason, String set) {
    /** One of the only data set. */
    public SkippedPicture(int index, String name, String reason) {
        this(index, name, reason, "");
    }

    /** The same of a set. */
    public SkippedPicture of(String other) {
        return new SkippedPicture(index, name, reason, other);
    }
}
