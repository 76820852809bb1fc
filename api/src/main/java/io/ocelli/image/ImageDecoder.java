package io.ocelli.image;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A reader of picture files, found by {@link java.util.ServiceLoader}. Safe for any number of threads. */
public interface ImageDecoder {
    /** Whether these bytes begin like a file that this decoder reads. */
    boolean recognises(byte[] file);

    /**
     * The picture in a file: gray with one channel or red, green, blue with three, 8 bits (of 16 the high byte), upright
     * as its EXIF orientation says, alpha dropped.
     *
     * @param file the whole file
     * @param name what to call the file in messages
     * @throws io.ocelli.error.ImageException if the file is broken, ends early or claims more pixels than is sane
     */
    Image decode(byte[] file, String name);

    /**
     * The picture of {@link #decode(byte[], String)} for a transform that comes next: what lies around the
     * {@link Transform#region} that it looks at may be anything, and the picture may be reduced as far as {@link
     * Transform#reduction} says. By default it is all there.
     *
     * @throws io.ocelli.error.ImageException as without the transform
     */
    default Image decode(byte[] file, String name, Transform next) {
        return decode(file, name);
    }

    /**
     * The picture in a file, of {@link #decode(byte[], String)}, but with samples of 16 bits where the file has them. By default it
     * has 8.
     *
     * @param file the whole file
     * @param name what to call the file in messages
     * @throws io.ocelli.error.ImageException if the file is broken, ends early or claims more pixels than is sane
     */
    default Image decodeWhole(byte[] file, String name) {
        return decode(file, name);
    }

    /**
     * The picture of {@link #decode(byte[], String)} in strips, without the whole of it in memory; null, which is the default,
     * where it is to be decoded whole.
     *
     * @param file that {@link #recognises} knows
     * @throws io.ocelli.error.ImageException if the file is broken
     */
    default @Nullable Strips strips(Path file) {
        return null;
    }
}
