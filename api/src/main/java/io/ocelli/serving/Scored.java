package io.ocelli.serving;

import io.ocelli.error.ImageException;
import org.jspecify.annotations.Nullable;

/**
 * An element of a stream with what is said of its picture, or why nothing is: exactly one of the two is there.
 *
 * @param <T> what the stream's elements are
 */
public record Scored<T>(
        T element, @Nullable Scores scores, @Nullable ImageException error) {
    /**
     * What is said of the picture.
     *
     * @throws ImageException if it could not be read
     */
    public Scores orThrow() {
        if (scores == null) {
            throw error == null ? new IllegalStateException("A scored element has scores or an error") : error;
        }
        return scores;
    }
}
