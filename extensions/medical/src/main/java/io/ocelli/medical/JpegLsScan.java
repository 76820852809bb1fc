package io.ocelli.medical;

import java.util.Arrays;

/** The lines of a JPEG-LS scan (ISO 14495-1, annex A; annex B for several components). */
final class JpegLsScan {
    /** Bits of a run's length, by how long runs were lately (A.2.1). */
    private static final int[] RUN_BITS = {
        0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 9, 10, 11, 12, 13, 14, 15
    };

    private final JpegLsCoding coding;
    private final JpegLsBits bits;
    private final JpegLsContexts contexts;
    private final int width;
    /** For each component the line, with a sample more at either end, and the one above. */
    private final int[][] lines;

    private final int[][] above;
    private final int[] runIndex;
    private final int[] context;

    JpegLsScan(JpegLsCoding coding, JpegLsBits bits, int width, int components) {
        this.coding = coding;
        this.bits = bits;
        this.contexts = new JpegLsContexts(coding, bits);
        this.width = width;
        this.lines = new int[components][width + 2];
        this.above = new int[components][width + 2];
        this.runIndex = new int[components];
        this.context = new int[components];
    }

    /** Decodes the next line of each component: one after the other, or sample by sample. */
    int[][] next(boolean bySample) {
        for (int c = 0; c < lines.length; c++) {
            int[] swap = above[c];
            above[c] = lines[c];
            lines[c] = swap;
            above[c][width + 1] = above[c][width];
            lines[c][0] = above[c][1];
        }
        if (bySample) {
            line(0, lines.length);
        } else {
            for (int c = 0; c < lines.length; c++) {
                line(c, c + 1);
            }
        }
        return lines;
    }

    private void line(int from, int to) {
        int x = 1;
        while (x <= width) {
            boolean flat = true;
            for (int c = from; c < to; c++) {
                context[c] = context(c, x);
                flat &= context[c] == 0;
            }
            if (flat) {
                x = run(from, to, x);
                continue;
            }
            for (int c = from; c < to; c++) {
                lines[c][x] = contexts.sample(context[c], predicted(c, x));
            }
            x++;
        }
    }

    private int context(int c, int x) {
        int q1 = coding.quantised(above[c][x + 1] - above[c][x]);
        int q2 = coding.quantised(above[c][x] - above[c][x - 1]);
        int q3 = coding.quantised(above[c][x - 1] - lines[c][x - 1]);
        return 81 * q1 + 9 * q2 + q3;
    }

    private int predicted(int c, int x) {
        int left = lines[c][x - 1];
        int up = above[c][x];
        int corner = above[c][x - 1];
        if (corner >= Math.max(left, up)) {
            return Math.min(left, up);
        }
        return corner <= Math.min(left, up) ? Math.max(left, up) : left + up - corner;
    }

    /** A run of the sample to the left, and what ends it; where the line goes on. */
    private int run(int from, int to, int begin) {
        int x = begin;
        while (true) {
            int length = RUN_BITS[runIndex[from]];
            boolean whole = bits.bit() == 1;
            int count = whole ? 1 << length : bits.bits(length);
            int filled = Math.min(count, width + 1 - x);
            for (int c = from; c < to; c++) {
                Arrays.fill(lines[c], x, x + filled, lines[c][begin - 1]);
            }
            x += filled;
            if (whole && filled == count && runIndex[from] < RUN_BITS.length - 1) {
                runIndex[from]++;
            }
            if (x > width) {
                return x;
            }
            if (!whole) {
                break;
            }
        }
        for (int c = from; c < to; c++) {
            int left = lines[c][x - 1];
            int up = above[c][x];
            boolean alike = to - from == 1 && Math.abs(left - up) <= coding.near();
            lines[c][x] = contexts.afterRun(alike, left, up, RUN_BITS[runIndex[from]]);
        }
        runIndex[from] = Math.max(0, runIndex[from] - 1);
        return x + 1;
    }
}
