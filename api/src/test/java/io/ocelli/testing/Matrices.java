package io.ocelli.testing;

import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;

/** Matrices by which inputs learn as the weights of linear layers. */
public final class Matrices {
    private Matrices() {}

    /** The identity matrix under this shape, whose last extent is its side. */
    static Tensor identity(Shape shape) {
        int side = shape.at(-1);
        float[] values = new float[side * side];
        for (int i = 0; i < side; i++) {
            values[i * side + i] = 1;
        }
        return Tensor.of(shape, values);
    }

    public static float[] transpose(float[] values, int rows, int columns) {
        float[] transposed = new float[values.length];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                transposed[c * rows + r] = values[r * columns + c];
            }
        }
        return transposed;
    }
}
