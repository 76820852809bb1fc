package io.ocelli.graph;

import io.ocelli.tensor.Shape;
import java.util.List;

/**
 * The arithmetic of windows that slide over N C H W inputs, shared by convolutions and poolings.
 *
 * @param top rows of padding above; {@code bottom}, {@code left}, {@code right} likewise
 */
public record Window(int top, int bottom, int left, int right, int outputHeight, int outputWidth) {

    static Window over(Shape input, Size kernel, Size stride, Padding padding, Size dilation, boolean ceil) {
        int[] rows =
                Padding.resolve(padding.height(), input.at(2), kernel.height(), stride.height(), dilation.height());
        int[] columns = Padding.resolve(padding.width(), input.at(3), kernel.width(), stride.width(), dilation.width());
        return new Window(
                rows[0],
                rows[1],
                columns[0],
                columns[1],
                outputs(input.at(2), rows, kernel.height(), stride.height(), dilation.height(), ceil),
                outputs(input.at(3), columns, kernel.width(), stride.width(), dilation.width(), ceil));
    }

    private static int outputs(int extent, int[] padding, int kernel, int stride, int dilation, boolean ceil) {
        int span = extent + padding[0] + padding[1] - dilation * (kernel - 1) - 1;
        if (span < 0) {
            throw new IllegalArgumentException("The window of " + (dilation * (kernel - 1) + 1)
                    + " is larger than the padded input of " + (extent + padding[0] + padding[1]));
        }
        int outputs = (ceil ? span + stride - 1 : span) / stride + 1;
        return ceil && (outputs - 1) * stride >= extent + padding[0] ? outputs - 1 : outputs;
    }

    /** Whether the same number of rows is added above and below, and of columns left and right. */
    public boolean isSymmetric() {
        return top == bottom && left == right;
    }

    Shape shape(Shape input, int channels) {
        return Shape.of(input.get(0), channels, outputHeight, outputWidth);
    }

    static Shape image(List<Shape> inputs) {
        Shape input = Shapes.only(inputs);
        if (input.rank() != 4) {
            throw new IllegalArgumentException("The input is N C H W, received " + input);
        }
        return input;
    }
}
