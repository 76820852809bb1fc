package io.ocelli.imageio;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** From the components of a JPEG picture to gray, or red, green and blue, with the 16 fractional bits of libjpeg. */
enum JpegColours {
    GRAY(1) {
        @Override
        void row(int[][] lines, int[] begins, int count, byte[] to, int at, int[] work) {
            int[] line = lines[0];
            for (int x = 0; x < count; x++) {
                to[at + x] = (byte) line[begins[0] + x];
            }
        }
    },
    RGB(3) {
        @Override
        void row(int[][] lines, int[] begins, int count, byte[] to, int at, int[] work) {
            for (int x = 0, o = at; x < count; x++) {
                for (int c = 0; c < 3; c++) {
                    to[o++] = (byte) lines[c][begins[c] + x];
                }
            }
        }
    },
    YCC(3) {
        @Override
        void row(int[][] lines, int[] begins, int count, byte[] to, int at, int[] work) {
            for (int x = 0; x < count; x += CHUNK) {
                int some = Math.min(CHUNK, count - x);
                System.arraycopy(lines[0], begins[0] + x, work, 0, some);
                System.arraycopy(lines[1], begins[1] + x, work, CHUNK, some);
                System.arraycopy(lines[2], begins[2] + x, work, 2 * CHUNK, some);
                differences(work, some);
                lighten(work, some);
                red(work, some);
                blue(work, some);
                for (int c = 1; c <= 3; c++) {
                    cut(work, c * CHUNK, some);
                }
                pack(work, some);
                store(work, some, to, at + 3 * x);
            }
        }
    },
    /** Cyan, magenta, yellow and black, always inverted as Photoshop stores them. */
    CMYK(3) {
        @Override
        void row(int[][] lines, int[] begins, int count, byte[] to, int at, int[] work) {
            for (int x = 0, o = at; x < count; x++) {
                int white = lines[3][begins[3] + x];
                for (int c = 0; c < 3; c++) {
                    to[o++] = ink(lines[c][begins[c] + x], white);
                }
            }
        }
    },
    /** The same, as luminance and colour differences and black. */
    YCCK(3) {
        @Override
        void row(int[][] lines, int[] begins, int count, byte[] to, int at, int[] work) {
            YCC.row(lines, begins, count, to, at, work);
            for (int x = 0, o = at; x < count; x++) {
                int white = lines[3][begins[3] + x];
                for (int c = 0; c < 3; c++, o++) {
                    to[o] = ink(255 - (to[o] & 255), white);
                }
            }
        }
    };

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int RED = 91881;
    private static final int GREEN_BLUE = 22554;
    private static final int GREEN_RED = 46802;
    private static final int BLUE = 116130;
    private static final int HALF = 1 << 15;
    private static final int GREEN_ROUNDING = HALF + 128 * (GREEN_BLUE + GREEN_RED);

    /** Pixels that are converted at a time: luminance, both colour differences, and green lie a constant distance apart. */
    private static final int CHUNK = 512;

    /** Numbers of the room that a conversion takes. */
    static final int WORK = 4 * CHUNK;

    final int channels;

    JpegColours(int channels) {
        this.channels = channels;
    }

    /**
     * Converts a row of pixels.
     *
     * @param lines samples of each component
     * @param begins where the row's begin
     * @param work room for {@link #WORK} numbers
     */
    abstract void row(int[][] lines, int[] begins, int count, byte[] to, int at, int[] work);

    private static void differences(int[] w, int count) {
        for (int x = 0; x < count; x++) {
            w[x + 3 * CHUNK] = GREEN_ROUNDING - w[x + CHUNK] * GREEN_BLUE - w[x + 2 * CHUNK] * GREEN_RED >> 16;
        }
    }

    private static void lighten(int[] w, int count) {
        for (int x = 0; x < count; x++) {
            w[x + 3 * CHUNK] += w[x];
        }
    }

    private static void red(int[] w, int count) {
        for (int x = 0; x < count; x++) {
            w[x + 2 * CHUNK] = w[x] + (w[x + 2 * CHUNK] * RED + HALF - 128 * RED >> 16);
        }
    }

    private static void blue(int[] w, int count) {
        for (int x = 0; x < count; x++) {
            w[x + CHUNK] = w[x] + (w[x + CHUNK] * BLUE + HALF - 128 * BLUE >> 16);
        }
    }

    /** Cuts off to 0 to 255, without a branch. */
    private static void cut(int[] w, int begin, int count) {
        for (int x = begin; x < begin + count; x++) {
            int least = w[x] & ~(w[x] >> 31);
            w[x] = (least | 255 - least >> 31) & 255;
        }
    }

    private static void pack(int[] w, int count) {
        for (int x = 0; x < count; x++) {
            w[x] = w[x + 2 * CHUNK] | w[x + 3 * CHUNK] << 8 | w[x + CHUNK] << 16;
        }
    }

    /** Stores three bytes of each; with the fourth, of the next pixel, which follows. */
    private static void store(int[] packed, int count, byte[] to, int at) {
        int last = count - 1;
        for (int x = 0, o = at; x < last; x++, o += 3) {
            INTS.set(to, o, packed[x]);
        }
        for (int c = 0; c < 3; c++) {
            to[at + 3 * last + c] = (byte) (packed[last] >> 8 * c);
        }
    }

    private static byte ink(int value, int white) {
        int product = (255 - value) * white + 128;
        return (byte) Math.max(0, white - ((product + (product >> 8)) >> 8));
    }
}
