package io.ocelli.transforms;

import io.ocelli.image.Box;
import io.ocelli.image.Image;
import io.ocelli.image.Interpolation;
import io.ocelli.image.Parameters;
import io.ocelli.image.Size;
import io.ocelli.image.Transform;
import java.util.List;

/**
 * Turns a picture around its centre.
 *
 * @param degrees the angle, against the clock
 * @param interpolation nearest, bilinear or bicubic
 * @param expand whether the result grows to hold the whole turned picture
 * @param fill the colour of the corners: one value, or one for each channel
 */
public record Rotate(double degrees, Interpolation interpolation, boolean expand, List<Integer> fill)
        implements Transform {
    /**
     * @throws IllegalArgumentException if the angle is not finite, the interpolation another or the fill no colour
     */
    public Rotate {
        Factors.checkFinite("angle", degrees);
        Warp.checked(interpolation);
        fill = Fill.checkedWide(fill);
    }

    @Override
    public Image apply(Image image) {
        double angle = turn();
        if (angle == 0) {
            return image;
        }
        if (angle == 180 || ((angle == 90 || angle == 270) && (expand || image.height() == image.width()))) {
            return quarters(image, (int) angle / 90);
        }
        return Warp.affine(image, size(image.size()), matrix(image.size()), interpolation, fill);
    }

    @Override
    public Size size(Size input) {
        double angle = turn();
        if (!expand || angle == 0 || angle == 180) {
            return input;
        }
        if (angle == 90 || angle == 270) {
            return new Size(input.width(), input.height());
        }
        double[] m = centred(input);
        double[] x = new double[4];
        double[] y = new double[4];
        for (int corner = 0; corner < 4; corner++) {
            double cx = corner == 1 || corner == 2 ? input.width() : 0;
            double cy = corner >= 2 ? input.height() : 0;
            x[corner] = m[0] * cx + m[1] * cy + m[2];
            y[corner] = m[3] * cx + m[4] * cy + m[5];
        }
        return new Size(extent(y), extent(x));
    }

    private double turn() {
        double angle = degrees % 360;
        return angle < 0 ? angle + 360 : angle;
    }

    private static int extent(double[] places) {
        double least = Math.min(Math.min(places[0], places[1]), Math.min(places[2], places[3]));
        double largest = Math.max(Math.max(places[0], places[1]), Math.max(places[2], places[3]));
        return (int) (Math.ceil(largest) - Math.floor(least));
    }

    private double[] matrix(Size input) {
        double[] m = centred(input);
        Size size = size(input);
        double dx = -(size.width() - input.width()) / 2.0;
        double dy = -(size.height() - input.height()) / 2.0;
        double c = m[0] * dx + m[1] * dy + m[2];
        double f = m[3] * dx + m[4] * dy + m[5];
        return new double[] {m[0], m[1], c, m[3], m[4], f};
    }

    private double[] centred(Size input) {
        double angle = -StrictMath.toRadians(turn());
        double cos = rounded(StrictMath.cos(angle));
        double sin = rounded(StrictMath.sin(angle));
        double x = input.width() / 2.0;
        double y = input.height() / 2.0;
        return new double[] {cos, sin, cos * -x + sin * -y + x, -sin, cos, -sin * -x + cos * -y + y};
    }

    /** To 15 decimals, so that right angles are exact. */
    private static double rounded(double value) {
        return Math.rint(value * 1e15) / 1e15;
    }

    private static Image quarters(Image image, int quarters) {
        boolean exchanged = quarters != 2;
        Size size = exchanged ? new Size(image.width(), image.height()) : image.size();
        int channels = image.channels();
        Image result = Image.black(size.height(), size.width(), channels, image.depth());
        int o = 0;
        for (int y = 0; y < size.height(); y++) {
            for (int x = 0; x < size.width(); x++, o += channels) {
                int row = quarters == 1 ? x : quarters == 2 ? image.height() - 1 - y : image.height() - 1 - x;
                int column = quarters == 1 ? image.width() - 1 - y : quarters == 2 ? image.width() - 1 - x : y;
                Depths.copy(image, (row * image.width() + column) * channels, result, o, channels);
            }
        }
        return result;
    }

    @Override
    public Image mask(Image mask) {
        return new Rotate(degrees, Interpolation.NEAREST, expand, Fill.NOTHING).apply(mask);
    }

    @Override
    public List<Box> boxes(List<Box> boxes, Size size) {
        return Boxes.unwarped(boxes, matrix(size), size(size));
    }

    @Override
    public String name() {
        return "Rotate";
    }

    @Override
    public Parameters parameters() {
        return Parameters.none()
                .with("degrees", degrees)
                .with("interpolation", interpolation)
                .with("expand", expand)
                .with("fill", fill);
    }

    static Rotate read(Parameters saved) {
        return new Rotate(
                saved.number("degrees"), saved.interpolation("interpolation"), saved.flag("expand"), Fill.read(saved));
    }
}
