package io.ocelli.zoo.store;

import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A file of the store.
 *
 * @param file where it is
 * @param bytes its size
 * @param whole false for a download that was interrupted and goes on when it is asked for again
 * @param lastUsed when it was last read, or else downloaded
 * @param model the name of the model that the catalogue has it for ({@code resnet50}), or null where it has none
 * @param row the name of its row in the catalogue ({@code IMAGENET1K_V2}), or null where it has none
 */
public record StoredWeights(
        Path file,
        long bytes,
        boolean whole,
        Instant lastUsed,
        @Nullable String model,
        @Nullable String row) {}
