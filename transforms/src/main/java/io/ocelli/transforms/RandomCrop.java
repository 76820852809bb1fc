package io.ocelli.transforms;

import io.ocelli.image.Parameters;
import io.ocelli.image.Randomness;
import io.ocelli.image.Size;

/**
 * Cuts a rectangle of a given size out of a random place. With padding the picture is black around its edge.
 *
 * @param padding pixels added on each of the four sides first
 */
public record RandomCrop(int height, int width, int padding) implements Random {
    /**
     * @throws IllegalArgumentException if an extent is not positive or the padding is negative
     */
    public RandomCrop {
        new Size(height, width);
        if (padding < 0) {
            throw new IllegalArgumentException("A padding is not negative, received " + padding);
        }
    }

    /**
     * @throws IllegalArgumentException if the padded picture is smaller than the crop
     */
    @Override
    public Crop draw(Size size, Randomness randomness) {
        int rows = size.height() + 2 * padding - height;
        int columns = size.width() + 2 * padding - width;
        if (rows < 0 || columns < 0) {
            throw new IllegalArgumentException(
                    "A random crop is at most as large as the padded picture, received a picture of " + size + " for "
                            + this);
        }
        int top = randomness.nextInt(rows + 1) - padding;
        return new Crop(top, randomness.nextInt(columns + 1) - padding, height, width);
    }

    @Override
    public Size size(Size input) {
        return new Size(height, width);
    }

    @Override
    public String name() {
        return "RandomCrop";
    }

    @Override
    public Parameters parameters() {
        return Parameters.none().with("height", height).with("width", width).with("padding", padding);
    }

    static RandomCrop read(Parameters saved) {
        return new RandomCrop(saved.integer("height"), saved.integer("width"), saved.integer("padding"));
    }
}
