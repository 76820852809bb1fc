package io.ocelli.graph;

import io.ocelli.tensor.Shape;
import java.util.List;

/**
 * Maps of another height and width over N C H W, as PyTorch's {@code interpolate}.
 *
 * @param size the height and the width of the result, or how many times the input's they are
 * @param relative whether {@code size} multiplies the input's
 * @param alignCorners whether the centres of the corner pixels stay where they are, and not the corners of the map
 */
public record Resize(Size size, boolean relative, Mode mode, boolean alignCorners) implements Operation {
    /** What stands between pixels. */
    public enum Mode {
        /** The pixel above and left, as PyTorch's {@code nearest}. */
        NEAREST,
        BILINEAR,
        /** Cubic convolution with a = -0.75. */
        BICUBIC
    }

    public Resize {
        if (size.height() < 1 || size.width() < 1) {
            throw new IllegalArgumentException("A size is positive, received " + size);
        }
        if (alignCorners && mode == Mode.NEAREST) {
            throw new IllegalArgumentException("Corners are aligned in BILINEAR and BICUBIC, received " + mode);
        }
    }

    /** To the height and the width, corners not aligned. */
    public static Resize to(Mode mode, int height, int width) {
        return new Resize(new Size(height, width), false, mode, false);
    }

    /** To so many times the height and the width, corners not aligned. */
    public static Resize by(Mode mode, int factor) {
        return new Resize(Size.of(factor), true, mode, false);
    }

    static Resize read(Attributes a) {
        return new Resize(
                a.size("size"), a.flag("relative"), Mode.valueOf(a.text("mode")), a.flag("align_corners"));
    }

    @Override
    public Shape infer(List<Shape> inputs) {
        Shape input = Window.image(inputs);
        long height = relative ? input.get(2) * size.height() : size.height();
        return input.with(2, height).with(3, relative ? input.get(3) * size.width() : size.width());
    }

    @Override
    public Attributes attributes() {
        return Attributes.of(
                "size", size, "relative", relative, "mode", mode.name(), "align_corners", alignCorners);
    }
}
