package io.ocelli.compression;

import io.ocelli.tensor.Tensor;
import java.util.function.DoubleUnaryOperator;

/** Sums along all axes but one, in double precision. */
final class AxisSums {
    private AxisSums() {}

    /** For each entry of an axis, the sum of what a function makes of the elements there. */
    static double[] of(Tensor tensor, int axis, DoubleUnaryOperator function) {
        float[] values = tensor.toFloats();
        int extent = tensor.shape().at(axis);
        int inner = 1;
        for (int i = axis + 1; i < tensor.shape().rank(); i++) {
            inner *= tensor.shape().at(i);
        }
        double[] sums = new double[extent];
        for (int i = 0; i < values.length; i++) {
            sums[i / inner % extent] += function.applyAsDouble(values[i]);
        }
        return sums;
    }
}
