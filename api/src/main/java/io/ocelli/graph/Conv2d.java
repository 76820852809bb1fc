package io.ocelli.graph;

import com.google.common.collect.ImmutableList;
import io.ocelli.tensor.Shape;
import java.util.List;

/**
 * Two-dimensional convolution (cross-correlation) over N C H W.
 *
 * @param in input channels
 * @param out output channels
 * @param groups channels are convolved in this many separate groups
 * @param bias whether a number a channel is added
 */
public record Conv2d(
        int in, int out, Size kernel, Size stride, Padding padding, Size dilation, int groups, boolean bias)
        implements Operation {
    public Conv2d {
        if (groups < 1 || in % groups != 0 || out % groups != 0) {
            throw new IllegalArgumentException("groups divides the channels, received " + groups + " groups of " + in
                    + " to " + out + " channels");
        }
    }

    /** A square convolution with stride 1, no padding, one group and a bias. */
    public static Conv2d of(int in, int out, int kernel) {
        return new Conv2d(in, out, Size.of(kernel), Size.of(1), Padding.NONE, Size.of(1), 1, true);
    }

    public Conv2d kernel(int height, int width) {
        return new Conv2d(in, out, new Size(height, width), stride, padding, dilation, groups, bias);
    }

    public Conv2d stride(int side) {
        return new Conv2d(in, out, kernel, Size.of(side), padding, dilation, groups, bias);
    }

    public Conv2d padding(int side) {
        return padding(Padding.of(side));
    }

    public Conv2d padding(Padding other) {
        return new Conv2d(in, out, kernel, stride, other, dilation, groups, bias);
    }

    public Conv2d dilation(int side) {
        return new Conv2d(in, out, kernel, stride, padding, Size.of(side), groups, bias);
    }

    public Conv2d groups(int number) {
        return new Conv2d(in, out, kernel, stride, padding, dilation, number, bias);
    }

    /** The same without a bias, as before a batch norm. */
    public Conv2d withoutBias() {
        return new Conv2d(in, out, kernel, stride, padding, dilation, groups, false);
    }

    /** The same with a bias. */
    public Conv2d withBias() {
        return new Conv2d(in, out, kernel, stride, padding, dilation, groups, true);
    }

    /** Whether it is depthwise, of each channel by itself: there is more than one, and each filter reads a single one. */
    public boolean isDepthwise() {
        return groups > 1 && groups == in;
    }

    /** The window over an input of this shape, its padding resolved. */
    public Window window(Shape input) {
        return Window.over(input, kernel, stride, padding, dilation, false);
    }

    static Conv2d read(Attributes a) {
        Size padding = a.size("padding");
        return new Conv2d(
                a.integer("in"),
                a.integer("out"),
                a.size("kernel"),
                a.size("stride"),
                new Padding(padding.height(), padding.width()),
                a.size("dilation"),
                a.integer("groups"),
                a.flag("bias"));
    }

    @Override
    public Shape infer(List<Shape> inputs) {
        Shape input = Window.image(ImmutableList.of(Shapes.data(inputs, parameters())));
        Shapes.channels(input, 1, in);
        return window(input).shape(input, out);
    }

    @Override
    public Attributes attributes() {
        return Attributes.of(
                "in",
                in,
                "out",
                out,
                "kernel",
                kernel,
                "stride",
                stride,
                "padding",
                new Size(padding.height(), padding.width()),
                "dilation",
                dilation,
                "groups",
                groups,
                "bias",
                bias);
    }

    @Override
    public List<Parameter> parameters() {
        Shape weight = Shape.of(out, in / groups, kernel.height(), kernel.width());
        return Linear.weightAndBias(weight, bias);
    }
}
