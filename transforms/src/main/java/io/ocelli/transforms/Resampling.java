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
        int firstRow = kept.top();
        int rows = kept.height();
        Kernel vertical = null;
        if (down) {
            vertical = Kernel.of(source.height(), height, kept.top(), kept.height(), interpolation);
            firstRow = vertical.begin();
            rows = vertical.end() - firstRow;
        }
        if (!across) {
            Window wanted = new Window(source.top() + firstRow, source.left() + kept.left(), rows, kept.width());
            return down(widened(image, wanted), firstRow, image.channels(), kept, vertical);
        }
        Kernel horizontal = Kernel.of(source.width(), width, kept.left(), kept.width(), interpolation);
        Window wanted = new Window(source.top() + firstRow, source.left(), rows, source.width());
        int[] between = image.channels() == 3 ? acrossColour(image, wanted, horizontal) : across(image, wanted, horizontal);
        if (vertical != null) {
            return down(between, firstRow, image.channels(), kept, vertical);
        }
        Image result = Image.black(kept.height(), kept.width(), image.channels());
        for (int i = 0; i < between.length; i++) {
            result.samples()[i] = (byte) between[i];
        }
        return result;
    }

    /** Pillow's nearest: positions are summed up from the first, not multiplied, and cut down to whole numbers. */
    private static Image nearest(Image image, Window source, int height, int width, Window kept) {
        int[] columns = nearest(source.width(), width);
        int[] rows = nearest(source.height(), height);
        int channels = image.channels();
        Image result = Image.black(kept.height(), kept.width(), channels);
        byte[] from = image.samples();
        byte[] to = result.samples();
        int o = 0;
        for (int y = 0; y < kept.height(); y++) {
            int row = (source.top() + rows[kept.top() + y]) * image.width() + source.left();
            for (int x = 0; x < kept.width(); x++) {
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

    private static int[] widened(Image image, Window wanted) {
        int length = wanted.width() * image.channels();
        int[] values = new int[wanted.height() * length];
        byte[] samples = image.samples();
        for (int y = 0; y < wanted.height(); y++) {
            int p = ((wanted.top() + y) * image.width() + wanted.left()) * image.channels();
            for (int i = 0; i < length; i++) {
                values[y * length + i] = samples[p + i] & 255;
            }
        }
        return values;
    }

    private static int[] acrossColour(Image image, Window wanted, Kernel kernel) {
        int outputs = kernel.first.length;
        int[] result = new int[wanted.height() * outputs * 3];
        for (int y = 0; y < wanted.height(); y++) {
            int row = ((wanted.top() + y) * image.width() + wanted.left()) * 3;
            rowColour(image.samples(), row, kernel, result, y * outputs * 3);
        }
        return result;
    }

    private static void rowColour(byte[] samples, int row, Kernel kernel, int[] result, int o) {
        int[] weights = kernel.weights;
        int[] first = kernel.first;
        int[] count = kernel.count;
        int taps = kernel.taps;
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

    private static int[] across(Image image, Window wanted, Kernel kernel) {
        int channels = image.channels();
        int outputs = kernel.first.length;
        byte[] samples = image.samples();
        int[] result = new int[wanted.height() * outputs * channels];
        int o = 0;
        for (int y = 0; y < wanted.height(); y++) {
            int row = ((wanted.top() + y) * image.width() + wanted.left()) * channels;
            for (int x = 0; x < outputs; x++) {
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
        return result;
    }

    /** The second pass over rows of ints: whole rows are added at a time, which the compiler turns into vector code. */
    private static Image down(int[] rows, int firstRow, int channels, Window kept, Kernel kernel) {
        int length = kept.width() * channels;
        Image result = Image.black(kept.height(), kept.width(), channels);
        int[] sums = new int[length];
        for (int y = 0; y < kept.height(); y++) {
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

    private static int clip(int sum) {
        return Math.max(0, Math.min(255, sum >> Kernel.BITS));
    }
}
