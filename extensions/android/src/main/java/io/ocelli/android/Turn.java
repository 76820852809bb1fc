package io.ocelli.android;

/**
 * Where a pixel comes to lie when a picture is turned.
 *
 * @param rows of the picture as it is
 * @param columns of the picture as it is
 * @param quarters clockwise, 0 to 3
 */
record Turn(int rows, int columns, int quarters) {
    /** Of the picture when it is turned. */
    int height() {
        return quarters % 2 == 0 ? rows : columns;
    }

    /** Of the picture when it is turned. */
    int width() {
        return quarters % 2 == 0 ? columns : rows;
    }

    /** The number of the pixel, row by row, that this one becomes. */
    int place(int y, int x) {
        switch (quarters) {
            case 1:
                return x * rows + (rows - 1 - y);
            case 2:
                return (rows - 1 - y) * columns + (columns - 1 - x);
            case 3:
                return (columns - 1 - x) * rows + y;
            default:
                return y * columns + x;
        }
    }
}
