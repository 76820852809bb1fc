package io.ocelli;

import io.ocelli.error.ImageException;
import io.ocelli.serving.Scored;
import io.ocelli.serving.Scores;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What became of one picture of a stream: a prediction, or why there is none. Immutable.
 *
 * @param <T> what the stream's elements are
 */
public final class Answer<T> {
    private final T picture;
    private final @Nullable Prediction prediction;
    private final @Nullable ImageException error;

    private Answer(T picture, @Nullable Prediction prediction, @Nullable ImageException error) {
        this.picture = picture;
        this.prediction = prediction;
        this.error = error;
    }

    static <T> Answer<T> of(Scored<T> scored, List<String> labels) {
        Scores scores = scored.scores();
        return new Answer<>(scored.element(), scores == null ? null : new Prediction(labels, scores), scored.error());
    }

    /** The element of the stream that this answers. */
    public T picture() {
        return picture;
    }

    /** Whether the picture could not be read. */
    public boolean failed() {
        return error != null;
    }

    /** Why the picture could not be read; null where it was. */
    public @Nullable ImageException error() {
        return error;
    }

    /**
     * What the picture shows.
     *
     * @throws ImageException if it could not be read: that of {@link #error()}
     */
    public Prediction prediction() {
        if (error != null) {
            throw error;
        }
        return Objects.requireNonNull(prediction);
    }

    @Override
    public String toString() {
        return picture + ": " + (error == null ? prediction : error.getMessage());
    }
}
