package io.ocelli.imageio;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** From the components of a JPEG picture to gray, or red, green and blue, with the 16 fractional bits of libjpeg. */
enum JpegColours {
    GRAY(1) {
        @Override
        void row(int[][] lines, int[] begins, int count, byte[] to, int at) {
            int[] line = lines[0];
            for (int x = 0; x < count; x++) {
                to[at + x] = (byte) line[begins[0] + x];
            }
        }
    },
    RGB(3) {
        @Override
        void row(int[][] lines, int[] begins, int count, byte[] to, int at) {
            for (int x = 0, o = at; x < count; x++) {
                for (int c = 0; c < 3; c++) {
                    to[o++] = (byte) lines[c][begins[c] + x];
                }
            }
        }
    },
    YCC(3) {
        @Override
        void row(int[][] lines, int[] begins, int count, byte[] to, int at) {
            int[] red = new int[count];
            int[] green = new int[count];
            int[] blue = new int[count];
            more(lines[0], begins[0], lines[2], begins[2], RED, red);
            more(lines[0], begins[0], lines[1], begins[1], BLUE, blue);
            differences(lines[1], begins[1], lines[2], begins[2], green);
            lighten(lines[0], begins[0], green);
            cut(red);
            cut(green);
            cut(blue);
            pack(red, green, blue);
            store(red, to, at);
        }
    },
    /** Cyan, magenta, yellow and black, always inverted as Photoshop stores them. */
    CMYK(3) {
        @Override
        void row(int[][] lines, int[] begins, int count, byte[] to, int at) {
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
        void row(int[][] lines, int[] begins, int count, byte[] to, int at) {
            YCC.row(lines, begins, count, to, at);
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

    final int channels;

    JpegColours(int channels) {
        this.channels = channels;
    }

    /**
     * Converts a row of pixels.
     *
     * @param lines samples of each component
     * @param begins where the row's begin
     */
    abstract void row(int[][] lines, int[] begins, int count, byte[] to, int at);

    /** Luminance and a share of a colour difference. */
    private static void more(int[] ys, int y, int[] differences, int d, int share, int[] to) {
        int rounding = HALF - 128 * share;
        for (int x = 0; x < to.length; x++) {
            to[x] = ys[y + x] + (differences[d + x] * share + rounding >> 16);
        }
    }

    private static void differences(int[] cbs, int cb, int[] crs, int cr, int[] to) {
        int rounding = HALF + 128 * (GREEN_BLUE + GREEN_RED);
        for (int x = 0; x < to.length; x++) {
            to[x] = rounding - cbs[cb + x] * GREEN_BLUE - crs[cr + x] * GREEN_RED >> 16;
        }
    }

    private static void lighten(int[] ys, int y, int[] to) {
        for (int x = 0; x < to.length; x++) {
            to[x] += ys[y + x];
        }
    }

    /** Cuts off to 0 to 255, without a branch. */
    private static void cut(int[] values) {
        for (int x = 0; x < values.length; x++) {
            int least = values[x] & ~(values[x] >> 31);
            values[x] = (least | 255 - least >> 31) & 255;
        }
    }

    private static void pack(int[] red, int[] green, int[] blue) {
        for (int x = 0; x < red.length; x++) {
            red[x] |= green[x] << 8 | blue[x] << 16;
        }
    }

    /** Stores three bytes of each; with the fourth, of the next pixel, which follows. */
    private static void store(int[] packed, byte[] to, int at) {
        int last = packed.length - 1;
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
