package io.ocelli.graph;

import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.nio.ByteBuffer;

/** The tables of relative positions in square windows that Swin transformers keep in their state dict. */
final class RelativePositions {
    private RelativePositions() {}

    /**
     * For each pixel of a window and each other, row by row, the row of the table that holds their relative position (Liu et
     * al. 2021).
     */
    static Tensor index(Shape shape, int side) {
        ByteBuffer values = Tensor.allocate(DType.INT64, shape);
        for (int from = 0; from < side * side; from++) {
            for (int to = 0; to < side * side; to++) {
                int down = from / side - to / side + side - 1;
                int right = from % side - to % side + side - 1;
                values.putLong((long) down * (2 * side - 1) + right);
            }
        }
        ((java.nio.Buffer) values).flip();
        return Tensor.of(DType.INT64, shape, values);
    }

    /** Rows and columns from -8 to 8 in logarithmic steps: sign(x) log2(1 + |x|) / 3 (Liu et al. 2022, equation 4). */
    static Tensor coordinates(Shape shape, int side) {
        ByteBuffer values = Tensor.allocate(DType.FLOAT32, shape);
        for (int down = 1 - side; down < side; down++) {
            for (int right = 1 - side; right < side; right++) {
                values.putFloat(spaced(down, side)).putFloat(spaced(right, side));
            }
        }
        ((java.nio.Buffer) values).flip();
        return Tensor.of(DType.FLOAT32, shape, values);
    }

    private static float spaced(int distance, int side) {
        double scaled = 8.0 * distance / (side - 1);
        return (float) (Math.signum(scaled) * Math.log(Math.abs(scaled) + 1) / Math.log(2) / 3);
    }
}
