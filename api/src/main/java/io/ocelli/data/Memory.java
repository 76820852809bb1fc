package io.ocelli.data;

import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The direct memory of a batch's tensors, by their names: it serves the next batch and, given back, the next epoch. */
final class Memory {
    private final Map<String, ByteBuffer> buffers = new HashMap<>();

    /**
     * Cleared memory of exactly so many bytes.
     *
     * @param samples how many there are in the batch
     * @param most how many there may be in a later one
     * @param each the bytes of one
     */
    ByteBuffer take(String name, int samples, int most, long each) {
        @Nullable ByteBuffer kept = buffers.get(name);
        if (kept == null || kept.capacity() < samples * each) {
            long bytes = Math.max(samples, most) * each;
            if (bytes > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("A batch has at most 2^31 - 1 bytes, received "
                        + Math.max(samples, most) + " times " + each + " bytes of " + name
                        + ". Make batchSize or the pictures smaller.");
            }
            kept = ByteBuffer.allocateDirect((int) bytes).order(ByteOrder.LITTLE_ENDIAN);
            buffers.put(name, kept);
        }
        Buffer memory = kept; // ByteBuffer has no clear of its own on Android 26
        memory.clear();
        memory.limit((int) (samples * each));
        return kept;
    }
}
