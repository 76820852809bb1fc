package io.ocelli.transforms;

import io.ocelli.image.Image;
import io.ocelli.image.Interpolation;
import java.util.Arrays;

/**
 * The resize itself, in two passes with 8 bits between them as Pillow's: across, then down. Only what the wanted window of
 * the result needs is read and computed.
 */
final class Resampling {
    private static final int HALF = 1 << (Kernel.BITS - 1);

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
        if (!across) {
            return down(image, source, kept.left(), kept.width(), vertical);
        }
        if (!down) {
            return bytes(across(image, source, kept.top(), kept.height(), horizontal), kept, image.channels());
        }
        // The order in which Pillow 13 takes the passes; the rounding between them shows it.
        boolean downFirst = source.height() > height && source.height() - height > 2 * (source.width() - width);
        if (downFirst) {
            int columns = horizontal.end() - horizontal.begin();
            Image between = down(image, source, horizontal.begin(), columns, vertical);
            // The kernel counts columns of the source; the window begins before the part that was kept of it.
            Window shifted = new Window(0, -horizontal.begin(), kept.height(), source.width());
            return bytes(across(between, shifted, 0, kept.height(), horizontal), kept, image.channels());
        }
        int rows = vertical.end() - vertical.begin();
        int[] between = across(image, source, vertical.begin(), rows, horizontal);
        return down(between, vertical.begin(), kept.width(), image.channels(), vertical);
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

    /** The first pass: rows of the source resized across, as ints for the second. */
    private static int[] across(Image image, Window source, int firstRow, int rows, Kernel kernel) {
        int channels = image.channels();
        int length = kernel.first.length * channels;
        int[] result = new int[Math.multiplyExact(rows, length)];
        for (int y = 0; y < rows; y++) {
            int row = ((source.top() + firstRow + y) * image.width() + source.left()) * channels;
            if (channels == 3) {
                colourRow(image.samples(), row, kernel, result, y * length);
            } else {
                row(image.samples(), row, channels, kernel, result, y * length);
            }
        }
        return result;
    }

    private static void colourRow(byte[] samples, int row, Kernel kernel, int[] result, int offset) {
        int[] weights = kernel.weights;
        int[] first = kernel.first;
        int[] count = kernel.count;
        int taps = kernel.taps;
        int o = offset;
        for (int x = 0; x < first.length; x++) {
            int red = HALF;
            int green = HALF;
            int blue = HALF;
            int p = row + first[x] * 3;
            int begin = x * taps;
            int end = begin + count[x];
            for (int k = begin; k < end; k++, p += 3) {
                int weight = weights[k];
                red += (samples[p] & 255) * weight;
                green += (samples[p + 1] & 255) * weight;
                blue += (samples[p + 2] & 255) * weight;
            }
            result[o] = clip(red);
            result[o + 1] = clip(green);
            result[o + 2] = clip(blue);
            o += 3;
        }
    }

    private static void row(byte[] samples, int row, int channels, Kernel kernel, int[] result, int offset) {
        int o = offset;
        for (int x = 0; x < kernel.first.length; x++) {
            for (int c = 0; c < channels; c++) {
                int sum = HALF;
                int p = row + kernel.first[x] * channels + c;
                for (int j = 0; j < kernel.count[x]; j++, p += channels) {
                    sum += (samples[p] & 255) * kernel.weights[x * kernel.taps + j];
                }
                result[o++] = clip(sum);
            }
        }
    }

    /** Some columns of the source resized down. */
    private static Image down(Image image, Window source, int firstColumn, int columns, Kernel kernel) {
        int length = columns * image.channels();
        int firstRow = kernel.begin();
        int rows = kernel.end() - firstRow;
        int[] values = new int[Math.multiplyExact(rows, length)];
        byte[] samples = image.samples();
        for (int y = 0; y < rows; y++) {
            int p = ((source.top() + firstRow + y) * image.width() + source.left() + firstColumn) * image.channels();
            for (int i = 0; i < length; i++) {
                values[y * length + i] = samples[p + i] & 255;
            }
        }
        return down(values, firstRow, columns, image.channels(), kernel);
    }

    /** Rows of ints resized down: whole rows are added at a time, which the compiler turns into vector code. */
    private static Image down(int[] rows, int firstRow, int columns, int channels, Kernel kernel) {
        int length = columns * channels;
        int height = kernel.first.length;
        Image result = Image.black(height, columns, channels);
        int[] sums = new int[length];
        for (int y = 0; y < height; y++) {
            Arrays.fill(sums, HALF);
            for (int j = 0; j < kernel.count[y]; j++) {
                int weight = kernel.weights[y * kernel.taps + j];
                if (weight != 0) {
                    add(sums, rows, (kernel.first[y] + j - firstRow) * length, weight);
                }
            }
            store(sums, result.samples(), y * length);
        }
        return result;
    }

    private static void add(int[] sums, int[] rows, int offset, int weight) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += rows[offset + i] * weight;
        }
    }

    private static void store(int[] sums, byte[] samples, int offset) {
        for (int i = 0; i < sums.length; i++) {
            samples[offset + i] = (byte) clip(sums[i]);
        }
    }

    private static Image bytes(int[] values, Window kept, int channels) {
        Image result = Image.black(kept.height(), kept.width(), channels);
        for (int i = 0; i < values.length; i++) {
            result.samples()[i] = (byte) values[i];
        }
        return result;
    }

    private static int clip(int sum) {
        return Math.max(0, Math.min(255, sum >> Kernel.BITS));
    }
}
