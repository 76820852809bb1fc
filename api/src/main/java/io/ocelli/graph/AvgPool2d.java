package io.ocelli.graph;

import io.ocelli.tensor.Shape;
import java.util.List;

/**
 * The mean of each window; zeros of the padding count.
 */
public record AvgPool2d(Size kernel, Size stride, Padding padding) implements Operation {
    public static AvgPool2d of(int kernel, int stride) {
        return new AvgPool2d(Size.of(kernel), Size.of(stride), Padding.NONE);
    }

    public AvgPool2d padding(int side) {
        return new AvgPool2d(kernel, stride, Padding.of(side));
    }

    /** The window over an input of this shape, its padding resolved. */
    public Window window(Shape input) {
        return Window.over(input, kernel, stride, padding, Size.of(1), false);
    }

    static AvgPool2d read(Attributes a) {
        Size padding = a.size("padding");
        return new AvgPool2d(a.size("kernel"), a.size("stride"), new Padding(padding.height(), padding.width()));
    }

    @Override
    public Shape infer(List<Shape> inputs) {
        Shape input = Window.image(inputs);
        return window(input).shape(input, input.at(1));
    }

    @Override
    public Attributes attributes() {
        return Attributes.of(
                "kernel", kernel, "stride", stride, "padding", new Size(padding.height(), padding.width()));
    }
}
