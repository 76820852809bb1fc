package io.ocelli.data;

import io.ocelli.image.Image;
import io.ocelli.image.Images;
import io.ocelli.image.Preprocessing;
import io.ocelli.image.Transform;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
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

    /**
     * The picture for a network of such a preprocessing: with samples of 16 bits where it takes them.
     *
     * @throws io.ocelli.error.ImageException if it cannot be read
     */
    default Image readFor(Preprocessing preprocessing) {
        return preprocessing.intensities() == null ? read() : readWhole();
    }

    /**
     * This source with something done around each of its reads, whichever of them it is: a measurement, a time that it may take, a
     * context.
     *
     * @param around is given the read and gives the picture; safe for any number of threads
     */
    default ImageSource around(Function<Supplier<Image>, Image> around) {
        return new PictureAround(this, Objects.requireNonNull(around, "around"));
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
        Objects.requireNonNull(file, "file");
        return of("picture of " + file.length + " bytes", () -> file);
    }

    /**
     * A picture in the bytes of a file that lies elsewhere, which are asked for at each call.
     *
     * @param name what to call it in messages
     * @param file gives the bytes; safe for any number of threads
     */
    static ImageSource of(String name, Supplier<byte[]> file) {
        return new PictureElsewhere(Objects.requireNonNull(name, "name"), Objects.requireNonNull(file, "file"));
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

record PictureElsewhere(String name, Supplier<byte[]> bytes) implements ImageSource {
    @Override
    public Image read() {
        return Images.read(bytes.get(), name);
    }

    @Override
    public Image readWhole() {
        return Images.readWhole(bytes.get(), name);
    }

    @Override
    public Image readFor(Transform next) {
        return Images.read(bytes.get(), name, next);
    }
}

record PictureAround(ImageSource source, Function<Supplier<Image>, Image> around) implements ImageSource {
    @Override
    public Image read() {
        return around.apply(source::read);
    }

    @Override
    public Image readWhole() {
        return around.apply(source::readWhole);
    }

    @Override
    public Image readFor(Transform next) {
        return around.apply(() -> source.readFor(next));
    }

    @Override
    public @Nullable Path file() {
        return source.file();
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
