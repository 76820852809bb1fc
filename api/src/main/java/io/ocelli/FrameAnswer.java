package io.ocelli;

import org.jspecify.annotations.Nullable;

/**
 * What was said of a frame of a stream, or why nothing is: exactly one of the two is there.
 *
 * @param number of the frame, from 0, in the order in which they were offered; frames between two answers' were dropped
 * @param prediction what it shows; null where it could not be read or classified
 * @param error why; null where there is a prediction
 * @param latencyNanos from the offer to the answer
 */
public record FrameAnswer(
        long number,
        @Nullable Prediction prediction,
        @Nullable RuntimeException error,
        long latencyNanos) {}
