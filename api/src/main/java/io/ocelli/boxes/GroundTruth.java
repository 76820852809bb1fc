package io.ocelli.boxes;

import io.ocelli.image.Box;
import java.util.Objects;

/**
 * A thing that a picture shows, as COCO's annotations have it.
 *
 * @param image the picture's id
 * @param category the id of the thing's class, 0 or more
 * @param bbox where it is
 * @param area how large it is, in pixels: of COCO's own the area of its outline, which is less than its box's
 * @param crowd whether it is several things that nobody told apart: any number of detections in it are neither right nor
 *     wrong
 * @param ignored whether a detection of it is neither right nor wrong; a crowd always is
 */
public record GroundTruth(long image, int category, Bbox bbox, double area, boolean crowd, boolean ignored) {
    /**
     * @throws IllegalArgumentException if the category is negative, or the area negative or not finite
     */
    public GroundTruth {
        Objects.requireNonNull(bbox, "bbox");
        requireCategory(category);
        if (!(area >= 0) || Double.isInfinite(area)) {
            throw new IllegalArgumentException("An area is finite and 0 or more, received " + area);
        }
        ignored |= crowd;
    }

    /** A thing with a box and its area, of the class that its label is the id of. */
    public static GroundTruth of(long image, Box box) {
        return of(image, box.label(), Bbox.of(box));
    }

    /** A thing as large as its box. */
    public static GroundTruth of(long image, int category, Bbox bbox) {
        return new GroundTruth(image, category, bbox, bbox.area(), false, false);
    }

    /** The same as several that nobody told apart. */
    public GroundTruth asCrowd() {
        return new GroundTruth(image, category, bbox, area, true, true);
    }

    /** The same where a detection of it is neither right nor wrong. */
    public GroundTruth asIgnored() {
        return new GroundTruth(image, category, bbox, area, crowd, true);
    }

    static void requireCategory(int category) {
        if (category < 0) {
            throw new IllegalArgumentException("A category's id is 0 or more, received " + category);
        }
    }
}
