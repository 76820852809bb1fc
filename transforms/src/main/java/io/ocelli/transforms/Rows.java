package io.ocelli.transforms;

import io.ocelli.image.Image;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a picture of 8 bits, perhaps resized across, as numbers for the pass down. They are computed two at a time, which share
 * the products: one in the lower half of a long, one in the upper.
 */
final class Rows {
    private static final int HALF = 1 << (Kernel.BITS - 1);
    private static final long HALVES = HALF | (long) HALF << 32;

    private final Image image;
    private final Window source;
    private final int channels;
    /** The first column of the source that is looked at, and how many. */
    private final int left;

    private final int columns;
    private final @Nullable Kernel kernel;
    private final int length;
    private final long[] pairs;

    private Rows(Image image, Window source, int left, int columns, @Nullable Kernel kernel) {
        this.image = image;
        this.source = source;
        this.channels = image.channels();
        this.left = left;
        this.columns = columns;
        this.kernel = kernel;
        this.length = (kernel == null ? columns : kernel.first.length) * channels;
        this.pairs = new long[kernel == null ? 0 : columns * channels];
    }

    /** Those of a part of a picture. */
    Rows(Image image, Window source) {
        this(image, source, 0, source.width(), null);
    }

    /** Some columns of them. */
    Rows from(int first, int count) {
        return new Rows(image, source, first, count, null);
    }

    /** Resized across. */
    Rows across(Kernel kernel) {
        return new Rows(image, source, kernel.begin(), kernel.end() - kernel.begin(), kernel);
    }

    /** Some of them, as a picture. */
    Image take(int first, int count) {
        Image result = Image.black(count, length / channels, channels);
        int[] one = new int[length];
        int[] other = new int[length];
        for (int y = 0; y < count; y += 2) {
            boolean two = y + 1 < count;
            read(first + y, two ? first + y + 1 : first + y, one, other);
            store(one, result.samples(), y * length);
            if (two) {
                store(other, result.samples(), (y + 1) * length);
            }
        }
        return result;
    }

    /**
     * Resized down: whole rows are added at a time, which the compiler turns into vector code, and no more of them are kept than a
     * row of the result needs, so that they stay in the processor's cache.
     */
    Image down(Kernel down) {
        int height = down.first.length;
        Image result = Image.black(height, length / channels, channels);
        int[][] ring = new int[down.taps + 1][length];
        int[] sums = new int[length];
        int end = down.end();
        int next = down.begin();
        for (int y = 0; y < height; y++) {
            int first = down.first[y];
            int last = first + down.count[y];
            for (; next < last; next += 2) {
                read(next, Math.min(next + 1, end - 1), ring[next % ring.length], ring[(next + 1) % ring.length]);
            }
            Arrays.fill(sums, HALF);
            for (int j = 0; j < last - first; j++) {
                int weight = down.weights[y * down.taps + j];
                if (weight != 0) {
                    add(sums, ring[(first + j) % ring.length], weight);
                }
            }
            cut(sums);
            store(sums, result.samples(), y * length);
        }
        return result;
    }

    private void read(int row, int other, int[] to, int[] toOther) {
        int begin = begin(row);
        int beginOther = begin(other);
        byte[] samples = image.samples();
        if (kernel == null) {
            widen(samples, begin, to);
            widen(samples, beginOther, toOther);
            return;
        }
        pair(samples, begin, beginOther, pairs);
        if (channels == 3) {
            colours(pairs, left, kernel, to, toOther);
        } else {
            any(pairs, left, channels, kernel, to, toOther);
        }
        cut(to);
        cut(toOther);
    }

    private int begin(int row) {
        return ((source.top() + row) * image.width() + source.left() + left) * channels;
    }

    private static void widen(byte[] samples, int from, int[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] = samples[from + i] & 255;
        }
    }

    private static void pair(byte[] samples, int one, int other, long[] pairs) {
        for (int i = 0; i < pairs.length; i++) {
            pairs[i] = samples[one + i] & 255 | (samples[other + i] & 255L) << 32;
        }
    }

    private static void colours(long[] pairs, int left, Kernel kernel, int[] one, int[] other) {
        int[] weights = kernel.weights;
        int[] first = kernel.first;
        int[] count = kernel.count;
        int taps = kernel.taps;
        for (int x = 0, o = 0; x < first.length; x++, o += 3) {
            long red = HALVES;
            long green = HALVES;
            long blue = HALVES;
            int p = (first[x] - left) * 3;
            int begin = x * taps;
            int end = begin + count[x];
            for (int k = begin; k < end; k++, p += 3) {
                long weight = weights[k];
                red += pairs[p] * weight;
                green += pairs[p + 1] * weight;
                blue += pairs[p + 2] * weight;
            }
            one[o] = (int) red;
            one[o + 1] = (int) green;
            one[o + 2] = (int) blue;
            other[o] = upper(red);
            other[o + 1] = upper(green);
            other[o + 2] = upper(blue);
        }
    }

    private static void any(long[] pairs, int left, int channels, Kernel kernel, int[] one, int[] other) {
        for (int x = 0, o = 0; x < kernel.first.length; x++) {
            for (int c = 0; c < channels; c++, o++) {
                long sum = HALVES;
                int p = (kernel.first[x] - left) * channels + c;
                for (int j = 0; j < kernel.count[x]; j++, p += channels) {
                    sum += pairs[p] * kernel.weights[x * kernel.taps + j];
                }
                one[o] = (int) sum;
                other[o] = upper(sum);
            }
        }
    }

    /** The number in the upper half; a negative one in the lower half has taken one from it. */
    private static int upper(long sum) {
        return (int) (sum - (int) sum >> 32);
    }

    private static void add(int[] sums, int[] row, int weight) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += row[i] * weight;
        }
    }

    /** From sums to 0 to 255, without a branch. */
    private static void cut(int[] sums) {
        for (int i = 0; i < sums.length; i++) {
            int value = sums[i] >> Kernel.BITS;
            int least = value & ~(value >> 31);
            sums[i] = (least | 255 - least >> 31) & 255;
        }
    }

    private static void store(int[] values, byte[] samples, int offset) {
        for (int i = 0; i < values.length; i++) {
            samples[offset + i] = (byte) values[i];
        }
    }
}
