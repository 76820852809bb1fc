package io.ocelli.boxes;

import java.util.Objects;

/**
 * A picture of a COCO file.
 *
 * @param fileName empty where the file does not say it
 * @param width in pixels; 0 where the file does not say it
 * @param height in pixels; 0 where the file does not say it
 */
public record CocoImage(long id, String fileName, int width, int height) {
    /**
     * @throws IllegalArgumentException if an extent is negative
     */
    public CocoImage {
        Objects.requireNonNull(fileName, "fileName");
        if (width < 0 || height < 0) {
            throw new IllegalArgumentException(
                    "A picture's width and height are not negative, received " + width + " and " + height);
        }
    }

    /** A picture of which nothing but its id is known. */
    public static CocoImage of(long id) {
        return new CocoImage(id, "", 0, 0);
    }
}
