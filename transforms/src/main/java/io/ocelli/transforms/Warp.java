package io.ocelli.transforms;

import io.ocelli.image.Image;
import io.ocelli.image.Interpolation;
import io.ocelli.image.Size;
import java.util.List;

/**
 * Takes each pixel of the result from a place of the source: Pillow's affine and perspective transforms. Where the place
 * lies outside, the fill shows. It is not antialiased, as Pillow's is not.
 */
final class Warp {
    private Warp() {}

    /** The inputs are (x, y) of a pixel's centre: x' = a x + b y + c, y' = d x + e y + f. */
    static Image affine(Image image, Size size, double[] m, Interpolation interpolation, List<Integer> fill) {
        if (interpolation == Interpolation.NEAREST) {
            return nearest(image, size, m, fill);
        }
        double[] projective = {m[0], m[1], m[2], m[3], m[4], m[5], 0, 0};
        return perspective(image, size, projective, interpolation, fill);
    }

    /** As {@link #affine}, over g x + h y + 1. */
    static Image perspective(Image image, Size size, double[] m, Interpolation interpolation, List<Integer> fill) {
        Image result = Fill.filled(size.height(), size.width(), image.channels(), fill, image.depth());
        Sampler sampler = new Sampler(image, result, checked(interpolation));
        int o = 0;
        for (int row = 0; row < size.height(); row++) {
            double y = row + 0.5;
            for (int column = 0; column < size.width(); column++, o += image.channels()) {
                double x = column + 0.5;
                double depth = m[6] * x + m[7] * y + 1;
                sampler.take((m[0] * x + m[1] * y + m[2]) / depth, (m[3] * x + m[4] * y + m[5]) / depth, o);
            }
        }
        return result;
    }

    static Interpolation checked(Interpolation interpolation) {
        if (interpolation != Interpolation.NEAREST
                && interpolation != Interpolation.BILINEAR
                && interpolation != Interpolation.BICUBIC) {
            throw new IllegalArgumentException(
                    "A geometric transform is nearest, bilinear or bicubic, received " + interpolation.label());
        }
        return interpolation;
    }

    /** Pillow sums the places up in 16 fractional bits here, unless a picture is too large for them. */
    private static Image nearest(Image image, Size size, double[] m, List<Integer> fill) {
        Image result = Fill.filled(size.height(), size.width(), image.channels(), fill, image.depth());
        if (!fits(size, m)) {
            return perspective(
                    image, size, new double[] {m[0], m[1], m[2], m[3], m[4], m[5], 0, 0}, Interpolation.NEAREST, fill);
        }
        int channels = image.channels();
        long beginX = fixed(m[2] + m[0] * 0.5 + m[1] * 0.5);
        long beginY = fixed(m[5] + m[3] * 0.5 + m[4] * 0.5);
        int o = 0;
        for (int row = 0; row < size.height(); row++) {
            long x = beginX;
            long y = beginY;
            for (int column = 0; column < size.width(); column++, o += channels) {
                int sourceX = (int) (x >> 16);
                int sourceY = (int) (y >> 16);
                if (sourceX >= 0 && sourceX < image.width() && sourceY >= 0 && sourceY < image.height()) {
                    int p = (sourceY * image.width() + sourceX) * channels;
                    Depths.copy(image, p, result, o, channels);
                }
                x += fixed(m[0]);
                y += fixed(m[3]);
            }
            beginX += fixed(m[1]);
            beginY += fixed(m[4]);
        }
        return result;
    }

    private static long fixed(double value) {
        return (long) Math.floor(value * 65536 + 0.5);
    }

    private static boolean fits(Size size, double[] m) {
        boolean fits = true;
        for (int corner = 0; corner < 4; corner++) {
            double x = (corner & 1) * size.width();
            double y = (corner >> 1) * size.height();
            fits &= Math.abs(x * m[0] + y * m[1] + m[2]) < 32768 && Math.abs(x * m[3] + y * m[4] + m[5]) < 32768;
        }
        return fits;
    }
}
