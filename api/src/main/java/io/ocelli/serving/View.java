package io.ocelli.serving;

import io.ocelli.image.Image;
import java.util.Objects;

/**
 * A picture that is to be scored.
 *
 * @param image the picture
 * @param prepared whether it has the network's own size already; otherwise it is resized and cropped as every picture is
 */
public record View(Image image, boolean prepared) {
    public View {
        Objects.requireNonNull(image, "image");
    }

    /** A picture of any size. */
    public static View of(Image image) {
        return new View(image, false);
    }

    /** A picture that is scored pixel for pixel: of the network's own size. */
    public static View prepared(Image image) {
        return new View(image, true);
    }

    /** Another picture that is prepared as much as this. */
    public View with(Image other) {
        return new View(other, prepared);
    }
}
