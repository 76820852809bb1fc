package io.ocelli.transforms;

import io.ocelli.image.Image;
import io.ocelli.image.Interpolation;

/** Reads a picture between its pixels, and writes what it read as the pixel of another. */
final class Sampler {
    private final Image from;
    private final Image to;
    private final byte[] fromBytes;
    private final byte[] toBytes;
    private final boolean wide;
    private final int least;
    private final int largest;
    private final int height;
    private final int width;
    private final int channels;
    private final Interpolation interpolation;
    private final double[] lines = new double[4];

    Sampler(Image source, Image result, Interpolation interpolation) {
        this.from = source;
        this.to = result;
        this.wide = source.depth() != Image.Depth.UINT8;
        this.fromBytes = wide ? new byte[0] : source.samples();
        this.toBytes = wide ? new byte[0] : result.samples();
        this.least = source.depth().least();
        this.largest = source.depth().largest();
        this.height = source.height();
        this.width = source.width();
        this.channels = source.channels();
        this.interpolation = interpolation;
    }

    /** Writes the colour at a place of the source to the result's samples from {@code o}; leaves them where it lies outside. */
    void take(double x, double y, int o) {
        if (!(x >= 0 && x < width && y >= 0 && y < height)) {
            return;
        }
        switch (interpolation) {
            case NEAREST -> {
                int p = ((int) y * width + (int) x) * channels;
                Depths.copy(from, p, to, o, channels);
            }
            case BILINEAR -> bilinear(x - 0.5, y - 0.5, o);
            default -> bicubic(x - 0.5, y - 0.5, o);
        }
    }

    private void bilinear(double x, double y, int o) {
        int column = (int) Math.floor(x);
        int row = (int) Math.floor(y);
        double dx = x - column;
        double dy = y - row;
        int left = column(column);
        int right = column(column + 1);
        for (int c = 0; c < channels; c++) {
            int upper = row(row) + c;
            double above = sample(upper + left);
            above += (sample(upper + right) - above) * dx;
            double below = above;
            if (row + 1 < height) {
                int lower = row(row + 1) + c;
                below = sample(lower + left);
                below += (sample(lower + right) - below) * dx;
            }
            put(o + c, above + (below - above) * dy);
        }
    }

    private void bicubic(double x, double y, int o) {
        int column = (int) Math.floor(x);
        int row = (int) Math.floor(y);
        double dx = x - column;
        double dy = y - row;
        int p0 = column(column - 1);
        int p1 = column(column);
        int p2 = column(column + 1);
        int p3 = column(column + 2);
        for (int c = 0; c < channels; c++) {
            for (int i = 0; i < 4; i++) {
                int line = row - 1 + i;
                if (i == 0 || (line >= 0 && line < height)) {
                    int p = row(line) + c;
                    lines[i] = cubic(sample(p + p0), sample(p + p1), sample(p + p2), sample(p + p3), dx);
                } else {
                    lines[i] = lines[i - 1];
                }
            }
            double value = cubic(lines[0], lines[1], lines[2], lines[3], dy);
            put(o + c, value);
        }
    }

    /** The cubic through four neighbours with a = -1, as Pillow's transforms have it; resizing has -1/2. */
    private static double cubic(double v1, double v2, double v3, double v4, double d) {
        double p2 = -v1 + v3;
        double p3 = 2 * (v1 - v2) + v3 - v4;
        double p4 = -v1 + v2 - v3 + v4;
        return v2 + d * (p2 + d * (p3 + d * p4));
    }

    /** Pillow cuts the places behind the point off bytes; what has 16 bits and may be negative is rounded to nearest. */
    private void put(int o, double value) {
        if (wide) {
            to.words()[o] = (short) (int) Math.max(least, Math.min(largest, Math.rint(value)));
        } else {
            toBytes[o] = (byte) (int) Math.max(0, Math.min(255, value));
        }
    }

    private int sample(int i) {
        if (wide) {
            return least < 0 ? from.words()[i] : from.words()[i] & 65535;
        }
        return fromBytes[i] & 255;
    }

    private int column(int x) {
        return Math.max(0, Math.min(width - 1, x)) * channels;
    }

    private int row(int y) {
        return Math.max(0, Math.min(height - 1, y)) * width * channels;
    }
}
