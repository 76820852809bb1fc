package io.ocelli.imageio;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The samples of a component around the rows that are being written, as many columns as are wanted, and how they are spread over
 * the picture's pixels: as libjpeg does it where it is asked to do well.
 */
final class JpegPlane {
    /** Rows of units that are kept: one is being made, one written, one stands before it. */
    private static final int KEPT = 3;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final JpegComponent component;
    /** Samples of a block's side. */
    private final int side;
    /** Pixels of a sample: across, and down. */
    private final int across;

    private final int down;
    private final boolean smooth;
    private final int height;
    private final int width;
    private final int firstBlock;
    private final int endBlock;
    private final int stride;
    private final int unitRows;
    private final byte[] samples;
    private final int[] blocks = new int[InverseDct.SIZE];
    private final int left;
    private final int right;
    private final int[] sums;
    private final int[] line;

    /**
     * Of a part of a picture that is reduced.
     *
     * @param side samples of a block's side in the picture, 8, 4, 2 or 1
     * @param firstUnit the first column of units that is needed
     * @param endUnit behind the last
     * @param left the first column of pixels
     * @param right behind the last
     */
    JpegPlane(JpegFrame frame, JpegComponent component, int side, int firstUnit, int endUnit, int left, int right) {
        this.component = component;
        int own = side;
        while (own < 8
                && frame.across * side % (component.across * own * 2) == 0
                && frame.down * side % (component.down * own * 2) == 0) {
            own *= 2;
        }
        this.side = own;
        this.across = frame.across * side / (component.across * own);
        this.down = frame.down * side / (component.down * own);
        this.height = samples(frame.height, component.down * own, frame.down);
        this.width = samples(frame.width, component.across * own, frame.across);
        boolean two = across <= 2 && down <= 2 && across * down > 1;
        this.smooth = two && side > 1 && (across == 1 || width > 2);
        this.firstBlock = firstUnit * component.across;
        this.endBlock = endUnit * component.across;
        this.stride = (endBlock - firstBlock) * own;
        this.unitRows = component.down * own;
        this.samples = new byte[KEPT * unitRows * stride];
        this.left = left / across;
        this.right = (right - 1) / across + 1;
        this.sums = new int[this.right - this.left + 2];
        this.line = new int[(this.right - this.left) * across];
    }

    private static int samples(int pixels, int share, int most) {
        return (pixels * share + 8 * most - 1) / (8 * most);
    }

    /** Makes the samples of a row of units, and clears its coefficients. */
    void fill(int unitRow) {
        for (int row = 0; row < component.down; row++) {
            int to = place(unitRow * unitRows + row * side);
            for (int column = firstBlock; column < endBlock; ) {
                int end = Math.min(endBlock, (column / InverseDct.BLOCKS + 1) * InverseDct.BLOCKS);
                int begin = column % InverseDct.BLOCKS;
                InverseDct.transform(side, component.strip, component.place(row, column) - begin, blocks);
                spread(begin, end - column, to + (column - firstBlock) * side);
                column = end;
            }
        }
        if (stride < component.blocksAcross * side) {
            clear();
        }
    }

    /** Clears the coefficients of a row of units that nobody looks at. */
    void clear() {
        Arrays.fill(component.strip, 0);
    }

    private void spread(int begin, int count, int to) {
        for (int y = 0; y < side; y++) {
            int from = InverseDct.LEFT + y * InverseDct.BLOCKS + begin;
            int t = to + y * stride;
            switch (side) {
                case 8 -> {
                    int right = InverseDct.RIGHT - InverseDct.LEFT;
                    for (int b = from; b < from + count; b++, t += 8) {
                        LONGS.set(samples, t, blocks[b] & 0xFFFFFFFFL | (long) blocks[b + right] << 32);
                    }
                }
                case 4 -> {
                    for (int b = from; b < from + count; b++, t += 4) {
                        INTS.set(samples, t, blocks[b]);
                    }
                }
                default -> {
                    for (int b = from; b < from + count; b++) {
                        for (int x = 0; x < side; x++) {
                            samples[t++] = (byte) (blocks[b] >> 8 * x);
                        }
                    }
                }
            }
        }
    }

    private int place(int row) {
        return row % (KEPT * unitRows) * stride;
    }

    /** The place of a row's first sample that is wanted; outside of the picture the nearest row stands for it. */
    private int row(int row) {
        return place(Math.max(0, Math.min(height - 1, row))) + left - firstBlock * side;
    }

    /** The samples of a row of pixels; the first of them is of the column {@link #begin}. */
    int[] line(int y) {
        int row = y / down;
        int count = right - left;
        int near = row(row);
        if (across == 1 && down == 1) {
            whole(samples, near, line, 0, count);
            return line;
        }
        if (!smooth) {
            for (int i = 0; i < count; i++) {
                Arrays.fill(line, i * across, (i + 1) * across, samples[near + i] & 255);
            }
            return line;
        }
        int before = left > 0 ? 1 : 0;
        int after = right < width ? 1 : 0;
        int begin = 1 - before;
        int end = count + 1 + after;
        if (down == 1) {
            whole(samples, near - before, sums, begin, end - begin);
        } else {
            int far = row(row + (y % 2 == 0 ? -1 : 1));
            add(samples, near - 1, far - 1, sums, begin, end);
        }
        sums[0] = before == 1 ? sums[0] : sums[1];
        sums[count + 1] = after == 1 ? sums[count + 1] : sums[count];
        if (across == 1) {
            int rounding = y % 2 == 0 ? 1 : 2;
            for (int i = 0; i < count; i++) {
                line[i] = sums[i + 1] + rounding >> 2;
            }
        } else {
            int bits = down == 1 ? 2 : 4;
            widen(sums, line, count, bits, bits == 2 ? 1 : 8, bits == 2 ? 2 : 7);
        }
        return line;
    }

    private static void whole(byte[] samples, int from, int[] to, int at, int count) {
        for (int i = 0; i < count; i++) {
            to[at + i] = samples[from + i] & 255;
        }
    }

    private static void add(byte[] samples, int near, int far, int[] sums, int begin, int end) {
        for (int i = begin; i < end; i++) {
            sums[i] = 3 * (samples[near + i] & 255) + (samples[far + i] & 255);
        }
    }

    private static void widen(int[] sums, int[] line, int count, int bits, int first, int second) {
        for (int i = 0; i < count; i++) {
            int three = 3 * sums[i + 1];
            line[2 * i] = three + sums[i] + first >> bits;
            line[2 * i + 1] = three + sums[i + 2] + second >> bits;
        }
    }

    /** The column of the first pixel of a {@link #line}. */
    int begin() {
        return left * across;
    }
}
