package io.ocelli.graph;

import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.util.List;

/**
 * What attention in shifted windows (Liu et al. 2021) adds between pixels that the cyclic shift brought together from
 * different sides of the picture: -100 between those, 0 elsewhere. A constant; it takes no input.
 *
 * <p>Result: [1, windows, 1, T, T] with T pixels a window, windows and pixels row by row.
 *
 * @param grid the extents of the map, multiples of the window's
 * @param window the extents of a window
 * @param shift rows and columns by which the map was rolled up and left; 0 for not
 */
public record WindowMask(Size grid, Size window, Size shift) implements Fixed {
    /** What is added between pixels that do not belong together. */
    public static final float APART = -100;

    public WindowMask {
        if (grid.height() % window.height() != 0 || grid.width() % window.width() != 0) {
            throw new IllegalArgumentException(
                    "A grid is so many whole windows, received a grid of " + grid + " and windows of " + window);
        }
    }

    /** The region of each row: 0, 1 or 2, from the top; pixels of one region belong together. */
    public int[] rows() {
        return regions(grid.height(), window.height(), shift.height());
    }

    /** The region of each column. */
    public int[] columns() {
        return regions(grid.width(), window.width(), shift.width());
    }

    private static int[] regions(int extent, int window, int shift) {
        int[] regions = new int[extent];
        for (int i = 0; i < extent; i++) {
            regions[i] = shift == 0 || i < extent - window ? 0 : i < extent - shift ? 1 : 2;
        }
        return regions;
    }

    /** The mask itself, row-major. */
    public float[] values() {
        int[] rows = rows();
        int[] columns = columns();
        int across = grid.width() / window.width();
        int windows = grid.height() / window.height() * across;
        int pixels = window.height() * window.width();
        float[] values = new float[windows * pixels * pixels];
        int[] region = new int[pixels];
        for (int w = 0; w < windows; w++) {
            for (int i = 0; i < pixels; i++) {
                int row = w / across * window.height() + i / window.width();
                int column = w % across * window.width() + i % window.width();
                region[i] = 3 * rows[row] + columns[column];
            }
            for (int i = 0; i < pixels * pixels; i++) {
                values[w * pixels * pixels + i] = region[i / pixels] == region[i % pixels] ? 0 : APART;
            }
        }
        return values;
    }

    @Override
    public Tensor value() {
        return Tensor.of(shape(), values());
    }

    @Override
    public Shape infer(List<Shape> inputs) {
        Shapes.each(inputs, 0);
        return shape();
    }

    private Shape shape() {
        long windows = (long) grid.height() / window.height() * (grid.width() / window.width());
        long pixels = (long) window.height() * window.width();
        return Shape.of(1, windows, 1, pixels, pixels);
    }

    @Override
    public Attributes attributes() {
        return Attributes.of("grid", grid, "window", window, "shift", shift);
    }
}
