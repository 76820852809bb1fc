package io.ocelli.explanation;

import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Samples of tensors, one after the other. */
final class Batching {
    /** Samples of one run, so that what a run holds does not grow with what was asked. */
    static final int SIZE = 8;

    private Batching() {}

    /** One of the samples, with a leading 1. */
    static Tensor sample(Tensor tensor, int index) {
        Shape shape = tensor.shape().with(0, 1);
        int size = Math.toIntExact(shape.count());
        return Tensor.of(shape, Arrays.copyOfRange(tensor.toFloats(), index * size, (index + 1) * size));
    }

    /** So many times the same sample. */
    static Tensor repeated(Tensor sample, int count) {
        float[] one = sample.toFloats();
        float[] all = new float[count * one.length];
        for (int i = 0; i < count; i++) {
            System.arraycopy(one, 0, all, i * one.length, one.length);
        }
        return Tensor.of(sample.shape().with(0, count), all);
    }

    /** Zeros. */
    static Tensor zeros(Shape shape) {
        ByteBuffer bytes = Tensor.allocate(DType.FLOAT32, shape);
        return Tensor.of(DType.FLOAT32, shape, bytes);
    }
}
