package io.ocelli.graph;

import io.ocelli.tensor.Shape;
import java.util.List;

/**
 * The largest element of each window; padding never wins.
 *
 * @param ceil whether a last window that starts inside the input or its left padding counts (PyTorch's {@code ceil_mode})
 */
public record MaxPool2d(Size kernel, Size stride, Padding padding, boolean ceil) implements Operation {
    public static MaxPool2d of(int kernel, int stride) {
        return new MaxPool2d(Size.of(kernel), Size.of(stride), Padding.NONE, false);
    }

    public MaxPool2d padding(int side) {
        return new MaxPool2d(kernel, stride, Padding.of(side), ceil);
    }

    public MaxPool2d roundingUp() {
        return new MaxPool2d(kernel, stride, padding, true);
    }

    /** The window over an input of this shape, its padding resolved. */
    public Window window(Shape input) {
        return Window.over(input, kernel, stride, padding, Size.of(1), ceil);
    }

    static MaxPool2d read(Attributes a) {
        Size padding = a.size("padding");
        return new MaxPool2d(
                a.size("kernel"), a.size("stride"), new Padding(padding.height(), padding.width()), a.flag("ceil"));
    }

    @Override
    public Shape infer(List<Shape> inputs) {
        Shape input = Window.image(inputs);
        return window(input).shape(input, input.at(1));
    }

    @Override
    public Attributes attributes() {
        return Attributes.of(
                "kernel",
                kernel,
                "stride",
                stride,
                "padding",
                new Size(padding.height(), padding.width()),
                "ceil",
                ceil);
    }
}
