package io.ocelli.graph;

import com.google.common.collect.ImmutableList;
import io.ocelli.tensor.Shape;
import java.util.List;

/**
 * Two-dimensional transposed convolution over N C H W, as PyTorch's: what a {@link Conv2d} from {@code out} to {@code in}
 * channels does to gradients.
 *
 * @param in input channels
 * @param out output channels
 * @param padding rows and columns that are left off on each side of the result
 * @param outputPadding rows and columns that are added below and right, less than the stride or the dilation
 * @param groups channels are convolved in this many separate groups
 * @param bias whether a number a channel is added
 */
public record ConvTranspose2d(
        int in, int out, Size kernel, Size stride, Size padding, Size outputPadding, int groups, Size dilation,
        boolean bias)
        implements Operation {
    public ConvTranspose2d {
        if (groups < 1 || in % groups != 0 || out % groups != 0) {
            throw new IllegalArgumentException("groups divides the channels, received " + groups + " groups of " + in
                    + " to " + out + " channels");
        }
        if (outputPadding.height() >= Math.max(stride.height(), dilation.height())
                || outputPadding.width() >= Math.max(stride.width(), dilation.width())) {
            throw new IllegalArgumentException("outputPadding is less than the stride or the dilation, received "
                    + outputPadding + " for a stride of " + stride + " and a dilation of " + dilation);
        }
    }

    /** To {@code factor} times the height and the width, by a square kernel of this side; no padding, one group, a bias. */
    public static ConvTranspose2d of(int in, int out, int factor) {
        return new ConvTranspose2d(
                in, out, Size.of(factor), Size.of(factor), Size.of(0), Size.of(0), 1, Size.of(1), true);
    }

    static ConvTranspose2d read(Attributes a) {
        return new ConvTranspose2d(
                a.integer("in"),
                a.integer("out"),
                a.size("kernel"),
                a.size("stride"),
                a.size("padding"),
                a.size("output_padding"),
                a.integer("groups"),
                a.size("dilation"),
                a.flag("bias"));
    }

    @Override
    public Shape infer(List<Shape> inputs) {
        Shape input = Window.image(inputs);
        Shapes.channels(input, 1, in);
        long height = extent(
                input.get(2), kernel.height(), stride.height(), padding.height(), outputPadding.height(), dilation.height());
        long width = extent(
                input.get(3), kernel.width(), stride.width(), padding.width(), outputPadding.width(), dilation.width());
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException("Nothing is left of " + input + " after a padding of " + padding);
        }
        return Shape.of(input.get(0), out, height, width);
    }

    private static long extent(long input, int kernel, int stride, int padding, int outputPadding, int dilation) {
        return (input - 1) * stride - 2L * padding + (long) dilation * (kernel - 1) + outputPadding + 1;
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
                padding,
                "output_padding",
                outputPadding,
                "groups",
                groups,
                "dilation",
                dilation,
                "bias",
                bias);
    }

    @Override
    public List<Parameter> parameters() {
        Shape shape = Shape.of(in, out / groups, kernel.height(), kernel.width());
        Initialization start = Initialization.fanIn((double) out / groups * kernel.height() * kernel.width());
        Parameter weight = new Parameter("weight", shape, Parameter.Role.WEIGHT, start);
        return bias
                ? ImmutableList.of(weight, new Parameter("bias", Shape.of(out), Parameter.Role.WEIGHT, start))
                : ImmutableList.of(weight);
    }
}
