package io.ocelli.training;

import com.google.common.collect.ImmutableList;
import io.ocelli.data.SkippedPicture;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a training learns from, and what it is examined with.
 *
 * @param step of the program that learns
 * @param training batches for it
 * @param streams batches of what it takes besides
 * @param validation what it is examined with, in order
 * @param judged the pictures by which the best epoch is told, in order; null where it is the validation that tells
 */
record Lesson(
        StepProgram step,
        Source training,
        Streams streams,
        Source validation,
        @Nullable Source judged) implements AutoCloseable {

    /** What could not be read so far, and of which set it is. */
    List<SkippedPicture> skipped() {
        ImmutableList.Builder<SkippedPicture> skipped = ImmutableList.builder();
        training.skipped().forEach(picture -> skipped.add(picture.of("training")));
        skipped.addAll(streams.skipped());
        validation.skipped().forEach(picture -> skipped.add(picture.of("validation")));
        if (judged != null) {
            judged.skipped().forEach(picture -> skipped.add(picture.of("judged")));
        }
        return skipped.build();
    }

    @Override
    public void close() {
        try {
            streams.close();
        } finally {
            try {
                training.close();
            } finally {
                try {
                    validation.close();
                } finally {
                    if (judged != null) {
                        judged.close();
                    }
                }
            }
        }
    }
}
