package io.ocelli.dense;

import io.ocelli.image.Image;
import io.ocelli.image.Size;

/** A picture that is read in strips, so that no more of it than one is in memory. */
public interface Strips {
    /** The extents of the whole. */
    Size size();

    /**
     * Some rows of the picture, over its whole width.
     *
     * @param top the first of them
     * @param height how many, within the picture
     * @throws io.ocelli.error.ImageException if they cannot be read
     */
    Image strip(int top, int height);

    /** A picture in memory. */
    static Strips of(Image image) {
        return new StripsInMemory(image);
    }
}

record StripsInMemory(Image image) implements Strips {
    @Override
    public Size size() {
        return image.size();
    }

    @Override
    public Image strip(int top, int height) {
        return Cut.of(image, top, 0, height, image.width());
    }
}
