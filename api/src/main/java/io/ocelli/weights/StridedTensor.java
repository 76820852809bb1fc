package io.ocelli.weights;

import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A tensor as a pickle describes it: a storage, the first element's index there, and a step for each dimension. */
final class StridedTensor {
    static final int MOST_DIMENSIONS = 16;

    private final Storage storage;
    private final DType type;
    private final long first;
    private final Shape shape;
    private final long[] strides;
    private final long span;

    private StridedTensor(Storage storage, DType type, long first, Shape shape, long[] strides, long span) {
        this.storage = storage;
        this.type = type;
        this.first = first;
        this.shape = shape;
        this.strides = strides;
        this.span = span;
    }

    /** Checks everything that can be known before the storage is found. */
    static StridedTensor of(Storage storage, DType type, long first, long[] extents, long[] strides, FileBytes file) {
        String received = type + Arrays.toString(extents);
        if (extents.length != strides.length) {
            throw file.refuse("has a tensor of " + extents.length + " dimensions and " + strides.length
                    + " strides; each dimension has its stride: the file is damaged");
        }
        try {
            Shape shape = Shape.of(extents);
            long span = shape.count() == 0 ? 0 : 1;
            for (int i = 0; i < extents.length; i++) {
                if (strides[i] < 0) {
                    throw new IllegalArgumentException("negative stride");
                }
                if (shape.count() > 0) {
                    span = Math.addExact(span, Math.multiplyExact(extents[i] - 1, strides[i]));
                }
            }
            long bytes = Math.multiplyExact(shape.count(), (long) type.bytes());
            long available = storage.bytes() / type.bytes();
            if (first < 0 || Math.addExact(first, span) > available) {
                throw file.refuse("has a tensor " + received + " with strides " + Arrays.toString(strides)
                        + " from element " + first + " of a storage of " + available
                        + " elements; a tensor lies within its storage: the file is damaged");
            }
            if (bytes > Integer.MAX_VALUE || span > Integer.MAX_VALUE / type.bytes()) {
                throw file.refuse("has a tensor " + received + " of " + bytes
                        + " bytes; a tensor has at most 2^31 - 1 bytes here: split it or store it in a smaller type");
            }
            return new StridedTensor(storage, type, first, shape, strides, span);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw file.refuse(
                    "has a tensor " + received + " with strides " + Arrays.toString(strides)
                            + "; extents and strides are not negative and fit 63 bits: the file is damaged",
                    e);
        }
    }

    /** The bytes that {@link #read} copies: none where the elements lie in row-major order already. */
    long copied() {
        return contiguous() ? 0 : shape.count() * type.bytes();
    }

    Tensor read(FileBytes file) {
        ByteBuffer source = file.region(storage.position() + first * type.bytes(), span * type.bytes());
        if (contiguous()) {
            return Tensor.of(type, shape, source);
        }
        ByteBuffer target = Tensor.allocate(type, shape);
        int rank = shape.rank();
        int inner = shape.at(-1);
        int step = (int) strides[rank - 1];
        int[] index = new int[rank];
        int from = 0;
        int to = 0;
        int total = (int) shape.count();
        while (to < total) {
            copy(source, from, step, target, to, inner, type.bytes());
            to += inner;
            for (int d = rank - 2; d >= 0; d--) {
                from += (int) strides[d];
                if (++index[d] < shape.at(d)) {
                    break;
                }
                from -= (int) (index[d] * strides[d]);
                index[d] = 0;
            }
        }
        return Tensor.of(type, shape, target);
    }

    private boolean contiguous() {
        long expected = 1;
        for (int i = strides.length - 1; i >= 0 && shape.count() > 0; i--) {
            if (shape.get(i) != 1 && strides[i] != expected) {
                return false;
            }
            expected *= shape.get(i);
        }
        return true;
    }

    private static void copy(ByteBuffer source, int from, int step, ByteBuffer target, int to, int count, int width) {
        for (int i = 0; i < count; i++) {
            int at = (from + i * step) * width;
            int into = (to + i) * width;
            switch (width) {
                case 8:
                    target.putLong(into, source.getLong(at));
                    break;
                case 4:
                    target.putInt(into, source.getInt(at));
                    break;
                case 2:
                    target.putShort(into, source.getShort(at));
                    break;
                default:
                    target.put(into, source.get(at));
            }
        }
    }
}
