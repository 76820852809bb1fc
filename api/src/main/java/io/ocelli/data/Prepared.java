package io.ocelli.data;

import io.ocelli.error.ImageException;
import io.ocelli.error.OcelliException;
import io.ocelli.image.Image;
import io.ocelli.image.Randomness;
import io.ocelli.image.Transform;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What became of a sample: its picture, or why it has none. */
record Prepared(
        int index,
        Sample sample,
        @Nullable Image image,
        @Nullable Throwable failure) {

    static Prepared of(int index, Sample sample, int channels, Transform transform, Randomness randomness) {
        try {
            Image image = sample.source().read().toChannels(channels);
            return new Prepared(index, sample, transform.apply(image, randomness), null);
        } catch (Throwable failure) { // it is thrown where the picture's batch is taken
            return new Prepared(index, sample, null, failure);
        }
    }

    /** Whether the picture cannot be read, rather than that the program is wrong. */
    boolean broken() {
        return failure instanceof ImageException;
    }

    SkippedPicture skipped() {
        return new SkippedPicture(index, sample.name(), message());
    }

    /** The picture; throws what kept it away, with the sample's name. */
    Image picture() {
        if (image != null) {
            return image;
        }
        Throwable failure = Objects.requireNonNull(this.failure);
        if (failure instanceof Error) {
            throw (Error) failure;
        }
        String named = message().contains(sample.name()) ? message() : sample.name() + ": " + message();
        if (failure instanceof ImageException) {
            throw new ImageException(
                    named + ". Remove or replace the picture, or choose OnBroken.SKIP, which leaves it out.", failure);
        }
        if (failure instanceof IllegalArgumentException) {
            throw new IllegalArgumentException(named, failure);
        }
        if (failure instanceof IllegalStateException) {
            throw new IllegalStateException(message(), failure);
        }
        throw new OcelliException("Preparing " + sample.name() + " failed: " + failure, failure);
    }

    private String message() {
        return failure == null ? "" : String.valueOf(failure.getMessage());
    }
}
