package io.ocelli.tensor;

/** The type of a tensor's elements, with the size of one in bytes. Names are PyTorch's. */
public enum DType {
    FLOAT32(4),
    FLOAT64(8),
    FLOAT16(2),
    BFLOAT16(2),
    INT64(8),
    INT32(4),
    INT16(2),
    INT8(1),
    UINT8(1),
    BOOL(1);

    private final int bytes;

    DType(int bytes) {
        this.bytes = bytes;
    }

    /** The size of one element in bytes. */
    public int bytes() {
        return bytes;
    }

    /** Whether elements are floating-point numbers. */
    public boolean isFloating() {
        return ordinal() <= BFLOAT16.ordinal();
    }
}
