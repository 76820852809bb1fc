package io.ocelli.tensor;

import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * Numbers in memory: an element type, a shape and little-endian bytes in row-major order.
 *
 * <p>A tensor does not copy the buffer it is given; whoever made the buffer does not change it afterwards. Read-only
 * and therefore safe to share between threads.
 */
public final class Tensor {
    private final DType type;
    private final Shape shape;
    private final ByteBuffer bytes;

    private Tensor(DType type, Shape shape, ByteBuffer bytes) {
        this.type = type;
        this.shape = shape;
        this.bytes = bytes;
    }

    /**
     * A tensor over the remaining bytes of a buffer, taken as little-endian.
     *
     * @throws IllegalArgumentException if the buffer does not hold exactly the shape's elements
     */
    public static Tensor of(DType type, Shape shape, ByteBuffer bytes) {
        Objects.requireNonNull(type, "type");
        long expected = Math.multiplyExact(shape.count(), (long) type.bytes());
        if (bytes.remaining() != expected) {
            throw new IllegalArgumentException(
                    "A tensor " + type + shape + " has " + expected + " bytes, received " + bytes.remaining());
        }
        return new Tensor(type, shape, bytes.slice().order(ByteOrder.LITTLE_ENDIAN));
    }

    /** A float32 tensor of these values. */
    public static Tensor of(Shape shape, float... values) {
        ByteBuffer bytes = allocate(DType.FLOAT32, Shape.of(values.length));
        bytes.asFloatBuffer().put(values);
        return of(DType.FLOAT32, shape, bytes);
    }

    /** A float64 tensor of these values. */
    public static Tensor of(Shape shape, double... values) {
        ByteBuffer bytes = allocate(DType.FLOAT64, Shape.of(values.length));
        bytes.asDoubleBuffer().put(values);
        return of(DType.FLOAT64, shape, bytes);
    }

    /** An int64 tensor of these values. */
    public static Tensor of(Shape shape, long... values) {
        ByteBuffer bytes = allocate(DType.INT64, Shape.of(values.length));
        bytes.asLongBuffer().put(values);
        return of(DType.INT64, shape, bytes);
    }

    /** A tensor of zeros. */
    public static Tensor zeros(DType type, Shape shape) {
        return of(type, shape, allocate(type, shape));
    }

    /** A direct little-endian buffer for a tensor of at most 2^31 - 1 bytes. */
    public static ByteBuffer allocate(DType type, Shape shape) {
        long size = Math.multiplyExact(shape.count(), (long) type.bytes());
        if (size > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("A tensor has at most 2^31 - 1 bytes, received " + type + shape);
        }
        return ByteBuffer.allocateDirect((int) size).order(ByteOrder.LITTLE_ENDIAN);
    }

    public DType type() {
        return type;
    }

    public Shape shape() {
        return shape;
    }

    /** A read-only little-endian view of the elements, positioned at the first. */
    public ByteBuffer bytes() {
        return bytes.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** This tensor's elements under another shape of as many elements; nothing is copied. */
    public Tensor reshape(Shape other) {
        return of(type, other, bytes());
    }

    /** The elements as floats, converted from any type; halves and bfloat16 exactly, wider types rounded to nearest. */
    public float[] toFloats() {
        int n = Math.toIntExact(shape.count());
        float[] values = new float[n];
        if (type == DType.FLOAT32) {
            bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        } else {
            for (int i = 0; i < n; i++) {
                values[i] = (float) get(i);
            }
        }
        return values;
    }

    /** The elements as doubles, converted from any type; int64 beyond 2^53 is rounded. */
    public double[] toDoubles() {
        int n = Math.toIntExact(shape.count());
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = get(i);
        }
        return values;
    }

    /** The elements of an int64 tensor. */
    public long[] toLongs() {
        if (type != DType.INT64) {
            throw new IllegalStateException("toLongs reads int64, this tensor is " + type + shape);
        }
        long[] values = new long[Math.toIntExact(shape.count())];
        bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(values);
        return values;
    }

    /**
     * This tensor converted to a floating-point type, rounded to nearest, ties to even; itself where it already is of
     * that type.
     *
     * @throws IllegalArgumentException if {@code target} is not a floating-point type
     */
    public Tensor to(DType target) {
        if (target == type) {
            return this;
        }
        if (!target.isFloating()) {
            throw new IllegalArgumentException("A tensor is converted to a floating-point type, received " + target);
        }
        ByteBuffer converted = allocate(target, shape);
        int n = Math.toIntExact(shape.count());
        for (int i = 0; i < n; i++) {
            double value = get(i);
            switch (target) {
                case FLOAT32:
                    converted.putFloat((float) value);
                    break;
                case FLOAT64:
                    converted.putDouble(value);
                    break;
                case FLOAT16:
                    converted.putShort(Halves.fromFloat((float) value));
                    break;
                case BFLOAT16:
                    converted.putShort(Halves.bfloat16((float) value));
                    break;
                default:
                    throw new AssertionError(target);
            }
        }
        ((Buffer) converted).flip(); // ByteBuffer has no flip of its own on Android 26
        return of(target, shape, converted);
    }

    /** Whether no element is NaN or an infinity; fast, for it looks at exponents alone. */
    public boolean isFinite() {
        int n = Math.toIntExact(shape.count());
        switch (type) {
            case FLOAT32:
                for (int i = 0; i < n; i++) {
                    if ((bytes.getInt(4 * i) & 0x7f800000) == 0x7f800000) {
                        return false;
                    }
                }
                return true;
            case FLOAT64:
                for (int i = 0; i < n; i++) {
                    if ((bytes.getLong(8 * i) & 0x7ff0000000000000L) == 0x7ff0000000000000L) {
                        return false;
                    }
                }
                return true;
            case FLOAT16:
                return hasNone(0x7c00, n);
            case BFLOAT16:
                return hasNone(0x7f80, n);
            default:
                return true;
        }
    }

    /** Whether no element of two bytes has all bits of the exponent. */
    private boolean hasNone(int exponent, int n) {
        for (int i = 0; i < n; i++) {
            if ((bytes.getShort(2 * i) & exponent) == exponent) {
                return false;
            }
        }
        return true;
    }

    private double get(int i) {
        switch (type) {
            case FLOAT32:
                return bytes.getFloat(4 * i);
            case FLOAT64:
                return bytes.getDouble(8 * i);
            case FLOAT16:
                return Halves.toFloat(bytes.getShort(2 * i));
            case BFLOAT16:
                return Float.intBitsToFloat(bytes.getShort(2 * i) << 16);
            case INT64:
                return bytes.getLong(8 * i);
            case INT32:
                return bytes.getInt(4 * i);
            case INT16:
                return bytes.getShort(2 * i);
            case INT8:
                return bytes.get(i);
            case UINT8:
            case BOOL:
                return bytes.get(i) & 255;
        }
        throw new AssertionError(type);
    }

    /** The type and the shape, for messages: {@code FLOAT32[2, 3]}. */
    @Override
    public String toString() {
        return type + shape.toString();
    }
}
