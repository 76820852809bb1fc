package io.ocelli.image;

/**
 * A rectangle in a picture around a thing of a class. Places are in pixels from the picture's upper left corner, where a
 * pixel is one wide: a box over the whole picture is {@code Box(0, 0, width, height, label)}.
 *
 * @param left its left edge
 * @param top its upper edge
 * @param right its right edge, beyond the left one
 * @param bottom its lower edge, below the upper one
 * @param label the class of what is in it, 0 or more
 */
public record Box(float left, float top, float right, float bottom, int label) {
    /**
     * @throws IllegalArgumentException if an edge is not finite, the box is empty or its label negative
     */
    public Box {
        boolean finite = Math.abs(left) + Math.abs(top) + Math.abs(right) + Math.abs(bottom) < Float.POSITIVE_INFINITY;
        if (!finite || left >= right || top >= bottom) {
            throw new IllegalArgumentException("A box has left < right and top < bottom, received left " + left
                    + ", top " + top + ", right " + right + ", bottom " + bottom);
        }
        if (label < 0) {
            throw new IllegalArgumentException("A box's label is the index of a class, received " + label);
        }
    }
}
