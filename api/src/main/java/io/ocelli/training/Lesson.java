package io.ocelli.training;

import com.google.common.collect.ImmutableList;
import io.ocelli.data.SkippedPicture;
import java.util.List;

/**
 * What a training learns from, and what it is examined with.
 *
 * @param step of the program that learns
 * @param training batches for it
 * @param streams batches of what it takes besides
 * @param validation what it is examined with, in order
 */
record Lesson(StepProgram step, Source training, Streams streams, Source validation) implements AutoCloseable {

    /** What could not be read so far. */
    List<SkippedPicture> skipped() {
        return ImmutableList.<SkippedPicture>builder()
                .addAll(training.skipped())
                .addAll(streams.skipped())
                .addAll(validation.skipped())
                .build();
    }

    @Override
    public void close() {
        try {
            streams.close();
        } finally {
            try {
                training.close();
            } finally {
                validation.close();
            }
        }
    }
}
