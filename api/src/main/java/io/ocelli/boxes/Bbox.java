package io.ocelli.boxes;

import io.ocelli.image.Box;

/**
 * A rectangle in a picture, as COCO's files have it: in double precision, perhaps without an extent, and of no class. A
 * {@link Box} has edges and a label instead.
 *
 * @param x its left edge, in pixels from the picture's
 * @param y its upper edge, in pixels from the picture's
 * @param width 0 or more
 * @param height 0 or more
 */
public record Bbox(double x, double y, double width, double height) {
    /**
     * @throws IllegalArgumentException if a number is not finite, or an extent negative
     */
    public Bbox {
        double sum = Math.abs(x) + Math.abs(y) + Math.abs(width) + Math.abs(height);
        if (!(sum < Double.POSITIVE_INFINITY) || width < 0 || height < 0) {
            throw new IllegalArgumentException(
                    "A bbox is x, y, width, height, finite and with width and height 0 or more," + " received [" + x
                            + ", " + y + ", " + width + ", " + height + "]");
        }
    }

    /** The place of a box. */
    public static Bbox of(Box box) {
        return new Bbox(box.left(), box.top(), (double) box.right() - box.left(), (double) box.bottom() - box.top());
    }

    /**
     * A box at this place, rounded to single precision.
     *
     * @param label the class of what is in it, 0 or more
     * @throws IllegalArgumentException if this place is empty
     */
    public Box toBox(int label) {
        return new Box((float) x, (float) y, (float) (x + width), (float) (y + height), label);
    }

    /** Width times height. */
    public double area() {
        return width * height;
    }

    /** Intersection over union, or over this one's area where the other is a crowd, in the order of pycocotools' sums. */
    double overlap(Bbox truth, boolean crowd) {
        double across = Math.min(x + width, truth.x + truth.width) - Math.max(x, truth.x);
        double down = Math.min(y + height, truth.y + truth.height) - Math.max(y, truth.y);
        if (across <= 0 || down <= 0) {
            return 0;
        }
        double intersection = across * down;
        return intersection / (crowd ? area() : area() + truth.area() - intersection);
    }
}
