package io.ocelli.transforms;

import io.ocelli.image.Image;
import io.ocelli.image.Interpolation;

/**
 * The resize itself, in two passes with 8 bits between them as Pillow's: across, then down. Only what the wanted window of
 * the result needs is read and computed.
 */
final class Resampling {
    private Resampling() {}

    /** The part {@code kept} of what {@code source} of an image becomes when it is resized to {@code height} x {@code width}. */
    static Image resize(Image image, Window source, int height, int width, Window kept, Interpolation interpolation) {
        boolean across = source.width() != width;
        boolean down = source.height() != height;
        if (!across && !down) {
            return Copying.cut(image, source.top() + kept.top(), source.left() + kept.left(), kept.size());
        }
        if (interpolation == Interpolation.NEAREST) {
            return nearest(image, source, height, width, kept);
        }
        if (image.depth() != Image.Depth.UINT8) {
            return WideResampling.resize(image, source, height, width, kept, interpolation);
        }
        Kernel horizontal = Kernel.of(source.width(), width, kept.left(), kept.width(), interpolation);
        Kernel vertical = Kernel.of(source.height(), height, kept.top(), kept.height(), interpolation);
        Rows whole = new Rows(image, source);
        if (!across) {
            return whole.from(kept.left(), kept.width()).down(vertical);
        }
        if (!down) {
            return whole.across(horizontal).take(kept.top(), kept.height());
        }
        // The order in which Pillow 13 takes the passes; the rounding between them shows it.
        boolean downFirst = source.height() > height && source.height() - height > 2 * (source.width() - width);
        if (downFirst) {
            int columns = horizontal.end() - horizontal.begin();
            Image between = whole.from(horizontal.begin(), columns).down(vertical);
            // The kernel counts columns of the source; the window begins before the part that was kept of it.
            Window shifted = new Window(0, -horizontal.begin(), kept.height(), source.width());
            return new Rows(between, shifted).across(horizontal).take(0, kept.height());
        }
        return whole.across(horizontal).down(vertical);
    }

    /** Pillow's nearest: positions are summed up from the first, not multiplied, and cut down to whole numbers. */
    private static Image nearest(Image image, Window source, int height, int width, Window kept) {
        int[] columns = nearest(source.width(), width);
        int[] rows = nearest(source.height(), height);
        int channels = image.channels();
        Image result = Image.black(kept.height(), kept.width(), channels, image.depth());
        boolean wide = image.depth() != Image.Depth.UINT8;
        byte[] from = wide ? new byte[0] : image.samples();
        byte[] to = wide ? from : result.samples();
        int o = 0;
        for (int y = 0; y < kept.height(); y++) {
            int row = (source.top() + rows[kept.top() + y]) * image.width() + source.left();
            for (int x = 0; wide && x < kept.width(); x++, o += channels) {
                Depths.copy(image, (row + columns[kept.left() + x]) * channels, result, o, channels);
            }
            for (int x = 0; !wide && x < kept.width(); x++) {
                int p = (row + columns[kept.left() + x]) * channels;
                for (int c = 0; c < channels; c++) {
                    to[o++] = from[p + c];
                }
            }
        }
        return result;
    }

    private static int[] nearest(int input, int output) {
        int[] positions = new int[output];
        double step = (double) input / output;
        double position = step * 0.5;
        for (int i = 0; i < output; i++) {
            positions[i] = Math.min((int) position, input - 1);
            position += step;
        }
        return positions;
    }
}
