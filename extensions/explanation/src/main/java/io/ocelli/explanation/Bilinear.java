package io.ocelli.explanation;

/** Resizes maps by bilinear interpolation, without antialiasing, as PyTorch's {@code interpolate}. Immutable. */
final class Bilinear {
    private final int width;
    private final int toHeight;
    private final int toWidth;
    private final int[] rows;
    private final int[] columns;
    private final double[] down;
    private final double[] across;
    private final int lastRow;

    /**
     * From one size to another.
     *
     * @param alignCorners whether the middles of the corner pixels lie on each other, or the corners
     */
    Bilinear(int height, int width, int toHeight, int toWidth, boolean alignCorners) {
        this.width = width;
        this.toHeight = toHeight;
        this.toWidth = toWidth;
        this.lastRow = height - 1;
        this.rows = new int[toHeight];
        this.columns = new int[toWidth];
        this.down = new double[toHeight];
        this.across = new double[toWidth];
        places(height, alignCorners, rows, down);
        places(width, alignCorners, columns, across);
    }

    private static void places(int from, boolean alignCorners, int[] index, double[] share) {
        int to = index.length;
        for (int i = 0; i < to; i++) {
            double at;
            if (alignCorners) {
                at = to == 1 ? 0 : (double) i * (from - 1) / (to - 1);
            } else {
                at = Math.max(0, (i + 0.5) * from / to - 0.5);
            }
            index[i] = Math.min(from - 1, (int) at);
            share[i] = index[i] == from - 1 ? 0 : at - index[i];
        }
    }

    /** A map, row by row, that begins at an index. */
    double[] of(float[] map, int from) {
        double[] resized = new double[toHeight * toWidth];
        for (int y = 0; y < toHeight; y++) {
            int upper = from + rows[y] * width;
            int lower = from + Math.min(rows[y] + 1, lastRow) * width;
            for (int x = 0; x < toWidth; x++) {
                int left = columns[x];
                int right = Math.min(left + 1, width - 1);
                double above = map[upper + left] + across[x] * (map[upper + right] - map[upper + left]);
                double below = map[lower + left] + across[x] * (map[lower + right] - map[lower + left]);
                resized[y * toWidth + x] = above + down[y] * (below - above);
            }
        }
        return resized;
    }
}
