package io.ocelli.transforms;

import io.ocelli.image.Image;
import io.ocelli.image.Parameters;
import io.ocelli.image.Size;
import io.ocelli.image.Transform;

/**
 * Cuts a rectangle out of a picture; what lies outside of the picture is black.
 *
 * @param top row of the rectangle's first pixel; may be negative
 * @param left its column; may be negative
 */
public record Crop(int top, int left, int height, int width) implements Transform {
    /**
     * @throws IllegalArgumentException if an extent is not positive
     */
    public Crop {
        new Size(height, width);
    }

    @Override
    public Image apply(Image image) {
        return Copying.cut(image, top, left, new Size(height, width));
    }

    @Override
    public Size size(Size input) {
        return new Size(height, width);
    }

    @Override
    public String name() {
        return "Crop";
    }

    @Override
    public Parameters parameters() {
        return Parameters.none()
                .with("top", top)
                .with("left", left)
                .with("height", height)
                .with("width", width);
    }

    static Crop read(Parameters saved) {
        return new Crop(saved.integer("top"), saved.integer("left"), saved.integer("height"), saved.integer("width"));
    }
}
