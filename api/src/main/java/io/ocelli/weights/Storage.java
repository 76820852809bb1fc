package io.ocelli.weights;

import io.ocelli.tensor.DType;
import org.jspecify.annotations.Nullable;

/** A run of elements that tensors of a PyTorch file look into; where it lies is learnt after the tensors are read. */
final class Storage {
    private final String key;
    private final @Nullable DType type;
    private final long count;
    private long position;

    /** {@code type} is null for one of plain bytes, whose type the tensors say. */
    Storage(String key, @Nullable DType type, long count) {
        this.key = key;
        this.type = type;
        this.count = count;
    }

    String key() {
        return key;
    }

    @Nullable
    DType type() {
        return type;
    }

    /** The number of elements; of bytes where there is no type. */
    long count() {
        return count;
    }

    /** The number of bytes; the reader has checked that the file has as many. */
    long bytes() {
        return type == null ? count : count * type.bytes();
    }

    void locate(long at) {
        position = at;
    }

    long position() {
        return position;
    }
}
