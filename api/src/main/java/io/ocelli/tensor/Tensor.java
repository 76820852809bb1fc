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
    /** Elements that are converted together. */
    private static final int CHUNK = 1 << 12;

    /** The bits of a float that NaN and the infinities have all. */
    private static final int EXPONENT = 0x7f800000;

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
        float[] values = new float[Math.toIntExact(shape.count())];
        read(0, values, values.length);
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

    /** The next elements from a place on, as floats. In arrays, which a JVM that has not compiled this yet reads fast. */
    private void read(int from, float[] values, int n) {
        switch (type) {
            case FLOAT32:
                view(from).asFloatBuffer().get(values, 0, n);
                break;
            case FLOAT16:
                short[] halves = new short[n];
                view(from).asShortBuffer().get(halves);
                for (int i = 0; i < n; i++) {
                    values[i] = Halves.toFloat(halves[i]);
                }
                break;
            default:
                for (int i = 0; i < n; i++) {
                    values[i] = (float) get(from + i);
                }
        }
    }

    /** What is from an element on. */
    private ByteBuffer view(int from) {
        ByteBuffer view = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        ((Buffer) view).position(from * type.bytes()); // ByteBuffer has no position of its own on Android 26
        return view;
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
        int n = Math.toIntExact(shape.count());
        ByteBuffer converted = allocate(target, shape);
        if (target == DType.FLOAT64) {
            converted.asDoubleBuffer().put(toDoubles());
            return of(target, shape, converted);
        }
        float[] values = new float[Math.min(n, CHUNK)];
        for (int from = 0; from < n; from += CHUNK) {
            int some = Math.min(CHUNK, n - from);
            read(from, values, some);
            write(target, values, some, converted);
        }
        ((Buffer) converted).flip(); // ByteBuffer has no flip of its own on Android 26
        return of(target, shape, converted);
    }

    private static void write(DType target, float[] values, int n, ByteBuffer converted) {
        switch (target) {
            case FLOAT32:
                converted.asFloatBuffer().put(values, 0, n);
                ((Buffer) converted).position(((Buffer) converted).position() + 4 * n);
                break;
            case FLOAT16:
                for (int i = 0; i < n; i++) {
                    converted.putShort(Halves.fromFloat(values[i]));
                }
                break;
            case BFLOAT16:
                for (int i = 0; i < n; i++) {
                    converted.putShort(Halves.bfloat16(values[i]));
                }
                break;
            default:
                throw new AssertionError(target);
        }
    }

    /** Whether no element is NaN or an infinity. */
    public boolean isFinite() {
        int n = type.isFloating() ? Math.toIntExact(shape.count()) : 0;
        if (type == DType.FLOAT64) {
            for (int i = 0; i < n; i++) {
                if (!Double.isFinite(bytes.getDouble(8 * i))) {
                    return false;
                }
            }
            return true;
        }
        float[] values = new float[Math.min(n, CHUNK)];
        for (int from = 0; from < n; from += CHUNK) {
            int some = Math.min(CHUNK, n - from);
            read(from, values, some);
            for (int i = 0; i < some; i++) {
                if ((Float.floatToRawIntBits(values[i]) & EXPONENT) == EXPONENT) {
                    return false;
                }
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
