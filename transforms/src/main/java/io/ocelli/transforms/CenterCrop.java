package io.ocelli.transforms;

import io.ocelli.image.Box;
import io.ocelli.image.Image;
import io.ocelli.image.Parameters;
import io.ocelli.image.Region;
import io.ocelli.image.Size;
import io.ocelli.image.Transform;
import java.util.List;

/** Cuts the centre out of a picture. A smaller picture is first padded with black on both sides, as torchvision does. */
public record CenterCrop(int height, int width) implements Transform {
    /**
     * @throws IllegalArgumentException if an extent is not positive
     */
    public CenterCrop {
        new Size(height, width);
    }

    public static CenterCrop of(int side) {
        return new CenterCrop(side, side);
    }

    @Override
    public Image apply(Image image) {
        Window window = window(image.size());
        return Copying.cut(image, window.top(), window.left(), window.size());
    }

    /** What is cut out; it reaches outside where the picture is smaller. */
    Window window(Size size) {
        return new Window(offset(size.height(), height), offset(size.width(), width), height, width);
    }

    private static int offset(int input, int output) {
        // Halves are rounded to even when cropping, as Python's round; when padding, the odd pixel goes after.
        return input >= output ? (int) Math.rint((input - output) / 2.0) : -((output - input) / 2);
    }

    @Override
    public Region region(Size input) {
        return window(input).within(input);
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
        Window window = window(size);
        return Boxes.scaled(boxes, window.left(), window.top(), 1, 1, size(size));
    }

    @Override
    public String name() {
        return "CenterCrop";
    }

    @Override
    public Parameters parameters() {
        return Parameters.none().with("height", height).with("width", width);
    }

    static CenterCrop read(Parameters saved) {
        return new CenterCrop(saved.integer("height"), saved.integer("width"));
    }
}
