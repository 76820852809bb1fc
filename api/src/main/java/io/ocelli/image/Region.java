package io.ocelli.image;

/**
 * A rectangle of pixels inside a picture.
 *
 * @param top its first row
 * @param left its first column
 */
public record Region(int top, int left, int height, int width) {
    /**
     * @throws IllegalArgumentException if it begins before the picture or is empty
     */
    public Region {
        if (top < 0 || left < 0 || height < 1 || width < 1) {
            throw new IllegalArgumentException(
                    "A region of a picture begins at row and column 0 or more and has at least"
                            + " one pixel, received " + height + " x " + width + " at row " + top + ", column " + left);
        }
    }

    /** All of a picture. */
    public static Region all(Size size) {
        return new Region(0, 0, size.height(), size.width());
    }

    /** The row behind its last. */
    public int bottom() {
        return top + height;
    }

    /** The column behind its last. */
    public int right() {
        return left + width;
    }
}
