package io.ocelli.image;

import com.google.common.base.Supplier;
import com.google.common.base.Suppliers;
import com.google.common.io.ByteStreams;
import io.ocelli.error.ImageException;
import io.ocelli.services.Services;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Reads pictures by the decoders on the class path. Safe for any number of threads.
 *
 * <p>A picture is gray (one channel) or red, green, blue (three), upright as its EXIF orientation says; see
 * {@link Image#toChannels} for a fixed number.
 */
public final class Images {
    /** Looked up at the first use, once. */
    private static final Supplier<List<ImageDecoder>> DECODERS =
            Suppliers.memoize(() -> Services.of(ImageDecoder.class));

    /** By which formats are told. */
    private static final int BEGINNING = 132;

    private Images() {}

    /**
     * The picture in a file.
     *
     * @throws ImageException if there is no such file, it is broken or too large, or no decoder knows its format
     */
    public static Image read(Path file) {
        return read(bytes(file), file.toString(), ImageDecoder::decode);
    }

    /**
     * The picture in a file as far as a transform looks at it, which it is for: the rest of it may be anything, and it may be
     * reduced where the transform allows that. Transformed by it, it is what the whole picture becomes, unless it was reduced.
     *
     * @throws ImageException as for {@link #read(Path)}
     */
    public static Image read(Path file, Transform next) {
        return read(bytes(file), file.toString(), next);
    }

    /**
     * The picture in the bytes of a file as far as a transform looks at it, as for {@link #read(Path, Transform)}.
     *
     * @throws ImageException if it is broken, or no decoder knows its format
     */
    public static Image read(byte[] file, Transform next) {
        return read(file, name(file), next);
    }

    /**
     * The picture in the bytes of a file as far as a transform looks at it, as for {@link #read(Path, Transform)}.
     *
     * @param name what to call it in messages
     * @throws ImageException if it is broken, or no decoder knows its format
     */
    public static Image read(byte[] file, String name, Transform next) {
        return read(file, name, (decoder, bytes, called) -> decoder.decode(bytes, called, next));
    }

    /**
     * The picture in a file, with samples of 16 bits where the file has them, as medical and industrial ones do; their values
     * stay as they are. Others have 8.
     *
     * @throws ImageException if there is no such file, it is broken, or no decoder knows its format
     */
    public static Image readWhole(Path file) {
        return read(bytes(file), file.toString(), ImageDecoder::decodeWhole);
    }

    /**
     * The picture in the bytes of a file, with samples of 16 bits where it has them, as for {@link #readWhole(Path)}.
     *
     * @throws ImageException if it is broken, or no decoder knows its format
     */
    public static Image readWhole(byte[] file) {
        return readWhole(file, name(file));
    }

    /**
     * The picture in the bytes of a file, with samples of 16 bits where it has them, as for {@link #readWhole(Path)}.
     *
     * @param name what to call it in messages
     * @throws ImageException if it is broken, or no decoder knows its format
     */
    public static Image readWhole(byte[] file, String name) {
        return read(file, name, ImageDecoder::decodeWhole);
    }

    /**
     * The picture in a file, read in strips: without the whole of it in memory where its format allows it (JPEG, PNG, TIFF and BMP
     * that lie upright, by io.ocelli:ocelli-imageio), else decoded once.
     *
     * @throws ImageException as for {@link #read(Path)}
     */
    public static Strips strips(Path file) {
        byte[] beginning = new byte[BEGINNING];
        try (InputStream stream = Files.newInputStream(file)) {
            int count = ByteStreams.read(stream, beginning, 0, BEGINNING);
            for (ImageDecoder decoder : Objects.requireNonNull(DECODERS.get())) {
                Strips strips = decoder.recognises(Arrays.copyOf(beginning, count)) ? decoder.strips(file) : null;
                if (strips != null) {
                    return strips;
                }
            }
        } catch (NoSuchFileException e) {
            throw new ImageException("There is no picture " + file, e);
        } catch (IOException e) {
            throw new ImageException("The picture " + file + " cannot be read: " + e, e);
        }
        return Strips.of(read(file));
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (OutOfMemoryError e) {
            throw new ImageException(file + " does not fit into the memory (" + e.getMessage() + ")", e);
        } catch (NoSuchFileException e) {
            throw new ImageException("There is no picture " + file, e);
        } catch (IOException e) {
            throw new ImageException("The picture " + file + " cannot be read: " + e, e);
        }
    }

    /**
     * The picture in the bytes of a file.
     *
     * @throws ImageException if it is broken, or no decoder knows its format
     */
    public static Image read(byte[] file) {
        return read(file, name(file));
    }

    private static String name(byte[] file) {
        return "picture of " + file.length + " bytes";
    }

    /**
     * The picture in a stream, which is read to its end and left open.
     *
     * @throws ImageException if it cannot be read, is broken, or no decoder knows its format
     */
    public static Image read(InputStream stream) {
        return read(bytes(stream));
    }

    /**
     * The bytes of a stream, which is read to its end and left open.
     *
     * @throws ImageException if it cannot be read
     */
    public static byte[] bytes(InputStream stream) {
        try {
            return ByteStreams.toByteArray(stream);
        } catch (IOException e) {
            throw new ImageException("The stream of a picture cannot be read: " + e, e);
        }
    }

    /**
     * The picture in the bytes of a file.
     *
     * @param name what to call it in messages
     * @throws ImageException if it is broken, or no decoder knows its format
     */
    public static Image read(byte[] file, String name) {
        return read(file, name, ImageDecoder::decode);
    }

    private static Image read(byte[] file, String name, Decoding decoding) {
        List<ImageDecoder> decoders = Objects.requireNonNull(DECODERS.get());
        if (decoders.isEmpty()) {
            throw new IllegalStateException("No decoder of pictures is on the class path. Add the dependency"
                    + " io.ocelli:ocelli-imageio (io.ocelli:ocelli brings it).");
        }
        if (file.length == 0) {
            throw new ImageException(name + " is empty; a picture was expected");
        }
        for (ImageDecoder decoder : decoders) {
            if (decoder.recognises(file)) {
                try {
                    return decoding.decode(decoder, file, name);
                } catch (OutOfMemoryError e) {
                    throw new ImageException(
                            name + " does not fit into the memory (" + e.getMessage()
                                    + "): raise -Xmx, or make the picture smaller",
                            e);
                }
            }
        }
        throw new ImageException(
                name + " is in none of the formats that are read (JPEG, PNG, BMP, GIF, WebP, TIFF, PGM, PPM)");
    }

    /** Which of a decoder's ways. */
    private interface Decoding {
        Image decode(ImageDecoder decoder, byte[] file, String name);
    }
}
