package io.ocelli.image;

/**
 * A picture that is read in strips, so that no more of it than one is in memory: of a picture of 100 megapixels all samples are
 * 300 MB. For one thread at a time; {@link Images#strips} gives those of a file, which is open until they are closed.
 */
public interface Strips extends AutoCloseable {
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

    @Override
    default void close() {}

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
        Image strip = Image.black(height, image.width(), image.channels(), image.depth());
        boolean bytes = image.depth() == Image.Depth.UINT8;
        int row = image.width() * image.channels();
        System.arraycopy(
                bytes ? image.samples() : image.words(),
                top * row,
                bytes ? strip.samples() : strip.words(),
                0,
                height * row);
        return strip;
    }
}
