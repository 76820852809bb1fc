package io.ocelli.imageio;

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
            int[] ys = lines[0];
            int[] cbs = lines[1];
            int[] crs = lines[2];
            int y0 = begins[0];
            int cb0 = begins[1];
            int cr0 = begins[2];
            for (int x = 0, o = at; x < count; x++, o += 3) {
                int y = ys[y0 + x] + OFFSET;
                int cb = cbs[cb0 + x];
                int cr = crs[cr0 + x];
                to[o] = CUT[y + RED[cr]];
                to[o + 1] = CUT[y + (GREEN_CB[cb] + GREEN_CR[cr] >> 16)];
                to[o + 2] = CUT[y + BLUE[cb]];
            }
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

    private static final int OFFSET = 256;
    private static final byte[] CUT = new byte[256 * 3];
    private static final int[] RED = new int[256];
    private static final int[] GREEN_CB = new int[256];
    private static final int[] GREEN_CR = new int[256];
    private static final int[] BLUE = new int[256];

    static {
        for (int i = 0; i < CUT.length; i++) {
            CUT[i] = (byte) Math.max(0, Math.min(255, i - OFFSET));
        }
        for (int i = 0; i < 256; i++) {
            int around = i - 128;
            RED[i] = 91881 * around + 32768 >> 16;
            GREEN_CB[i] = -22554 * around + 32768;
            GREEN_CR[i] = -46802 * around;
            BLUE[i] = 116130 * around + 32768 >> 16;
        }
    }

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

    private static byte ink(int value, int white) {
        int product = (255 - value) * white + 128;
        return (byte) Math.max(0, white - ((product + (product >> 8)) >> 8));
    }
}
