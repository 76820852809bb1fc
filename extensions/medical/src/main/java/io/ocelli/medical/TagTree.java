package io.ocelli.medical;

/**
 * A tree of minima over a grid (ISO 15444-1, B.10.2): a node is the least of the up to four below it, and is told only as far as
 * is asked for.
 */
final class TagTree {
    private final int[] widths;
    private final int[][] lowest;
    private final boolean[][] known;

    TagTree(int width, int height) {
        int levels = 1;
        for (int w = width, h = height; w > 1 || h > 1; w = w + 1 >> 1, h = h + 1 >> 1) {
            levels++;
        }
        widths = new int[levels];
        lowest = new int[levels][];
        known = new boolean[levels][];
        for (int level = 0, w = width, h = height; level < levels; level++, w = w + 1 >> 1, h = h + 1 >> 1) {
            widths[level] = w;
            lowest[level] = new int[w * h];
            known[level] = new boolean[w * h];
        }
    }

    /** Whether the value at a place is below a bound. */
    boolean isBelow(int x, int y, int bound, ScanBits bits) {
        int least = 0;
        for (int level = widths.length - 1; level >= 0; level--) {
            int node = (y >> level) * widths[level] + (x >> level);
            int value = Math.max(least, lowest[level][node]);
            while (!known[level][node] && value < bound) {
                if (bits.bit() == 1) {
                    known[level][node] = true;
                } else {
                    value++;
                }
            }
            lowest[level][node] = value;
            least = value;
        }
        return known[0][y * widths[0] + x] && least < bound;
    }

    /** The value at a place, at most a bound; one more where it is not below that. */
    int value(int x, int y, int bound, ScanBits bits) {
        for (int value = 0; value < bound; value++) {
            if (isBelow(x, y, value + 1, bits)) {
                return value;
            }
        }
        return bound;
    }
}
