package io.ocelli.transforms;

import io.ocelli.image.Box;
import io.ocelli.image.Image;
import io.ocelli.image.Interpolation;
import io.ocelli.image.Parameters;
import io.ocelli.image.Region;
import io.ocelli.image.Size;
import io.ocelli.image.Transform;
import java.util.List;

/**
 * Cuts a rectangle out of a picture and resizes it. As in torchvision the filter sees the rectangle only, not what lies
 * around it.
 *
 * @param top row of the rectangle's first pixel
 * @param left its column
 * @param height its height
 * @param width its width
 * @param newHeight height of the result
 * @param newWidth width of the result
 */
public record ResizedCrop(
        int top, int left, int height, int width, int newHeight, int newWidth, Interpolation interpolation)
        implements Transform {
    /**
     * @throws IllegalArgumentException if an extent is not positive
     */
    public ResizedCrop {
        new Size(height, width);
        new Size(newHeight, newWidth);
    }

    @Override
    public Image apply(Image image) {
        Window window = new Window(top, left, height, width);
        Image source = image;
        if (!window.isInside(image.size())) {
            source = Copying.cut(image, top, left, window.size());
            window = Window.all(window.size());
        }
        return Resampling.resize(
                source, window, newHeight, newWidth, new Window(0, 0, newHeight, newWidth), interpolation);
    }

    @Override
    public Region region(Size input) {
        return new Window(top, left, height, width).within(input);
    }

    @Override
    public Size size(Size input) {
        return new Size(newHeight, newWidth);
    }

    @Override
    public Image mask(Image mask) {
        return new ResizedCrop(top, left, height, width, newHeight, newWidth, Interpolation.NEAREST).apply(mask);
    }

    @Override
    public List<Box> boxes(List<Box> boxes, Size size) {
        return Boxes.scaled(boxes, left, top, (double) newWidth / width, (double) newHeight / height, size(size));
    }

    @Override
    public String name() {
        return "ResizedCrop";
    }

    @Override
    public Parameters parameters() {
        return Parameters.none()
                .with("top", top)
                .with("left", left)
                .with("height", height)
                .with("width", width)
                .with("newHeight", newHeight)
                .with("newWidth", newWidth)
                .with("interpolation", interpolation);
    }

    static ResizedCrop read(Parameters saved) {
        return new ResizedCrop(
                saved.integer("top"),
                saved.integer("left"),
                saved.integer("height"),
                saved.integer("width"),
                saved.integer("newHeight"),
                saved.integer("newWidth"),
                saved.interpolation("interpolation"));
    }
}
