package io.ocelli.data;

import io.ocelli.image.Image;
import io.ocelli.image.Images;
import io.ocelli.image.Transform;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a sample's picture comes from. Safe for any number of threads: a loader reads samples from several, and gives the
 * same picture at every call.
 *
 * <p>A lambda that renders a picture is a source.
 */
@FunctionalInterface
public interface ImageSource {
    /**
     * The picture.
     *
     * @throws io.ocelli.error.ImageException if it cannot be read
     */
    Image read();

    /**
     * The picture with samples of 16 bits where it has them; otherwise as {@link #read}.
     *
     * @throws io.ocelli.error.ImageException if it cannot be read
     */
    default Image readWhole() {
        return read();
    }

    /**
     * The picture as far as a transform looks at it, as for {@link Images#read(Path, Transform)}; by default all of it.
     *
     * @throws io.ocelli.error.ImageException if it cannot be read
     */
    default Image readFor(Transform next) {
        return read();
    }

    /** The file that the picture lies in; null where it lies in none. */
    default @Nullable Path file() {
        return null;
    }

    /** A picture file, read by the decoders on the class path at each call. */
    static ImageSource of(Path file) {
        return new PictureFile(Objects.requireNonNull(file, "file"));
    }

    /** A picture file, read at each call with samples of 16 bits where it has them. */
    static ImageSource whole(Path file) {
        return new WholePictureFile(Objects.requireNonNull(file, "file"));
    }

    /** A picture in the bytes of a file, read by the decoders on the class path at each call. */
    static ImageSource of(byte[] file) {
        return new PictureBytes(Objects.requireNonNull(file, "file"));
    }

    /** A picture in memory. */
    static ImageSource of(Image image) {
        return new PictureInMemory(Objects.requireNonNull(image, "image"));
    }
}

record PictureFile(Path file) implements ImageSource {
    @Override
    public Image read() {
        return Images.read(file);
    }

    @Override
    public Image readWhole() {
        return Images.readWhole(file);
    }

    @Override
    public Image readFor(Transform next) {
        return Images.read(file, next);
    }
}

/** The bytes of a file; a class, for a record of them would compare as another array does. */
final class PictureBytes implements ImageSource {
    private final byte[] file;

    PictureBytes(byte[] file) {
        this.file = file;
    }

    @Override
    public Image read() {
        return Images.read(file);
    }

    @Override
    public Image readWhole() {
        return Images.readWhole(file);
    }

    @Override
    public Image readFor(Transform next) {
        return Images.read(file, next);
    }
}

record WholePictureFile(Path file) implements ImageSource {
    @Override
    public Image read() {
        return Images.readWhole(file);
    }
}

record PictureInMemory(Image image) implements ImageSource {
    @Override
    public Image read() {
        return image;
    }
}
