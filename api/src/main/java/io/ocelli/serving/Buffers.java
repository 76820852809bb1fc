package io.ocelli.serving;

import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Direct buffers for pixels, used again: only a garbage collection would free them, and it does not know how much native
 * memory hangs on each. Thread-safe.
 */
final class Buffers {
    private final int kept = 2 * Runtime.getRuntime().availableProcessors();
    private final ConcurrentLinkedQueue<ByteBuffer> free = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();

    /** A buffer with room for so many bytes, at position 0, limited to them. */
    ByteBuffer take(int bytes) {
        ByteBuffer buffer = free.poll();
        if (buffer != null) {
            count.decrementAndGet();
        }
        if (buffer == null || buffer.capacity() < bytes) {
            buffer = Tensor.allocate(DType.UINT8, Shape.of(bytes));
        }
        Buffer window = buffer; // ByteBuffer has no clear and limit of its own on Android 26
        window.clear();
        window.limit(bytes);
        return buffer;
    }

    void giveBack(ByteBuffer buffer) {
        if (count.incrementAndGet() <= kept) {
            free.add(buffer);
        } else {
            count.decrementAndGet();
        }
    }
}
