package io.ocelli.transforms;

import io.ocelli.image.Image;
import io.ocelli.image.Interpolation;

/** Resizes pictures of 16 bits, in doubles and rounded to whole samples after each pass, as Pillow's. */
final class WideResampling {
    private WideResampling() {}

    /** As {@link Resampling#resize}, where an extent changes and the interpolation has a kernel. */
    static Image resize(Image image, Window source, int height, int width, Window kept, Interpolation interpolation) {
        Kernel across = Kernel.of(source.width(), width, kept.left(), kept.width(), interpolation);
        Kernel down = Kernel.of(source.height(), height, kept.top(), kept.height(), interpolation);
        int left = across.begin();
        int columns = across.end() - left;
        int top = down.begin();
        int rows = down.end() - top;
        int channels = image.channels();
        int[] values = new int[Math.multiplyExact(Math.multiplyExact(rows, columns), channels)];
        for (int y = 0, o = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                for (int c = 0; c < channels; c++) {
                    values[o++] = image.sample(source.top() + top + y, source.left() + left + x, c);
                }
            }
        }
        Image.Depth depth = image.depth();
        if (source.height() > height && source.height() - height > 2 * (source.width() - width)) {
            values = pass(values, 1, columns * channels, top, down, depth);
            values = pass(values, kept.height(), channels, left, across, depth);
        } else {
            values = pass(values, rows, channels, left, across, depth);
            values = pass(values, 1, kept.width() * channels, top, down, depth);
        }
        Image result = Image.black(kept.height(), kept.width(), channels, depth);
        for (int i = 0; i < values.length; i++) {
            result.words()[i] = (short) values[i];
        }
        return result;
    }

    /** Resizes along the middle one of three extents: {@code outer}, the kernel's, {@code inner}. */
    private static int[] pass(int[] from, int outer, int inner, int begin, Kernel kernel, Image.Depth depth) {
        int inputs = from.length / outer / inner;
        int outputs = kernel.first.length;
        int[] to = new int[Math.multiplyExact(Math.multiplyExact(outer, outputs), inner)];
        for (int a = 0, o = 0; a < outer; a++) {
            for (int i = 0; i < outputs; i++) {
                int p = (a * inputs + kernel.first[i] - begin) * inner;
                for (int b = 0; b < inner; b++) {
                    double sum = 0;
                    for (int k = 0; k < kernel.count[i]; k++) {
                        sum += from[p + k * inner + b] * kernel.shares[i * kernel.taps + k];
                    }
                    double rounded = sum >= 0 ? Math.floor(sum + 0.5) : -Math.floor(0.5 - sum);
                    to[o++] = (int) Math.max(depth.least(), Math.min(depth.largest(), rounded));
                }
            }
        }
        return to;
    }
}
