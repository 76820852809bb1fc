package io.ocelli.boxes;

import io.ocelli.image.Box;
import java.util.Objects;

/**
 * A thing that a detector saw in a picture, as COCO's results have it.
 *
 * @param image the picture's id
 * @param category the id of the thing's class, 0 or more
 * @param bbox where it is
 * @param score how sure the detector is; only the order matters
 */
public record Detection(long image, int category, Bbox bbox, double score) {
    /**
     * @throws IllegalArgumentException if the category is negative, or the score not finite
     */
    public Detection {
        Objects.requireNonNull(bbox, "bbox");
        GroundTruth.requireCategory(category);
        if (Double.isNaN(score) || Double.isInfinite(score)) {
            throw new IllegalArgumentException("A detection's score is finite, received " + score);
        }
    }

    /** A detection in a box, of the class that its label is the id of. */
    public static Detection of(long image, Box box, double score) {
        return new Detection(image, box.label(), Bbox.of(box), score);
    }
}
