package io.ocelli.image;

/** The extents of a picture, in pixels. */
public record Size(int height, int width) {
    /**
     * @throws IllegalArgumentException if an extent is not positive
     */
    public Size {
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException(
                    "A picture's height and width are positive, received " + height + " x " + width);
        }
    }

    @Override
    public String toString() {
        return height + " x " + width;
    }
}
