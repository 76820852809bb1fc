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
        long[][] runs = merged();
        int[] extents = new int[runs.length];
        int[] steps = new int[runs.length];
        for (int d = 0; d < runs.length; d++) {
            extents[d] = (int) runs[d][0];
            steps[d] = (int) runs[d][1];
        }
        int last = runs.length - 1;
        int[] index = new int[runs.length];
        int total = (int) shape.count();
        int from = 0;
        for (int to = 0; to < total; to += extents[last]) {
            copy(source, from, steps[last], target, to, extents[last], type.bytes());
            for (int d = last - 1; d >= 0; d--) {
                from += steps[d];
                if (++index[d] < extents[d]) {
                    break;
                }
                from -= index[d] * steps[d];
                index[d] = 0;
            }
        }
        return Tensor.of(type, shape, target);
    }

    private boolean contiguous() {
        long[][] runs = merged();
        return shape.count() <= 1 || (runs.length == 1 && runs[0][1] == 1);
    }

    /** The dimensions as extent and stride, without those of extent 1, neighbours that step alike taken as one. */
    private long[][] merged() {
        long[][] runs = new long[strides.length][];
        int count = 0;
        for (int d = 0; d < strides.length; d++) {
            long extent = shape.get(d);
            if (extent == 1) {
                continue;
            }
            if (count > 0 && runs[count - 1][1] == extent * strides[d]) {
                runs[count - 1] = new long[] {runs[count - 1][0] * extent, strides[d]};
            } else {
                runs[count++] = new long[] {extent, strides[d]};
            }
        }
        return Arrays.copyOf(runs, count);
    }

    private static void copy(ByteBuffer source, int from, int step, ByteBuffer target, int to, int count, int width) {
        int at = from * width;
        int into = to * width;
        int skip = step * width;
        int end = into + count * width;
        switch (width) {
            case 8:
                for (; into < end; into += 8, at += skip) {
                    target.putLong(into, source.getLong(at));
                }
                break;
            case 4:
                for (; into < end; into += 4, at += skip) {
                    target.putInt(into, source.getInt(at));
                }
                break;
            case 2:
                for (; into < end; into += 2, at += skip) {
                    target.putShort(into, source.getShort(at));
                }
                break;
            default:
                for (; into < end; into++, at += skip) {
                    target.put(into, source.get(at));
                }
        }
    }
}
