package io.ocelli.transforms;

import io.ocelli.image.Box;
import io.ocelli.image.Image;
import io.ocelli.image.Parameters;
import io.ocelli.image.Region;
import io.ocelli.image.Size;
import io.ocelli.image.Transform;
import java.util.List;

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
    public Region region(Size input) {
        return new Window(top, left, height, width).within(input);
    }

    @Override
    public Size size(Size input) {
        return new Size(height, width);
    }

    @Override
    public Image mask(Image mask) {
        return apply(mask);
    }

    @Override
    public List<Box> boxes(List<Box> boxes, Size size) {
        return Boxes.scaled(boxes, left, top, 1, 1, size(size));
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
