package io.ocelli.imageio;

import io.ocelli.error.ImageException;
import io.ocelli.image.Image;
import io.ocelli.image.ImageDecoder;
import io.ocelli.image.Pipeline;
import io.ocelli.image.Strips;
import io.ocelli.image.Transform;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Decodes JPEG (also CMYK), PNG, BMP, GIF (its first frame), WebP, TIFF (its first page), PGM and PPM.
 *
 * <p>The format is told by the first bytes, never by the file's name. A picture claims at most {@value #MAX_PIXELS} pixels
 * (Pillow's bound), or as many as the system property {@value #LIMIT} says, which is checked before anything of that size
 * is allocated. Nothing is written to disk, and no setting
 * of ImageIO is touched. Where the decoding thread is interrupted, decoding ends with a
 * {@link CancellationException}, and the thread stays interrupted.
 * Safe for any number of threads.
 */
public final class DesktopDecoder implements ImageDecoder {
    /** Pixels of the largest picture that is decoded. */
    public static final long MAX_PIXELS = 178_956_970;

    /** The system property of another bound; it is read for each picture. */
    public static final String LIMIT = "ocelli.maxPixels";

    /** Bytes by which a format is told, and more. */
    private static final int MAGIC = 132;

    private enum Format {
        JPEG,
        PNG,
        BMP,
        GIF,
        WEBP,
        TIFF,
        PNM
    }

    /** For the service loader. */
    public DesktopDecoder() {}

    @Override
    public boolean recognises(byte[] file) {
        return format(file) != null;
    }

    @Override
    public Image decode(byte[] file, String name) {
        return decode(file, name, false, Pipeline.empty());
    }

    /** Of a JPEG only what is looked at. */
    @Override
    public Image decode(byte[] file, String name, Transform next) {
        return decode(file, name, false, next);
    }

    /** 16 bits of PNG, TIFF, PGM and PPM, whose values stay as they are in the file. */
    @Override
    public Image decodeWhole(byte[] file, String name) {
        return decode(file, name, true, Pipeline.empty());
    }

    /** JPEG of one or three channels, PNG, TIFF and BMP, where they lie upright. The file of a JPEG is in memory, of others not. */
    @Override
    public @Nullable Strips strips(Path file) {
        String name = file.toString();
        @Nullable Format format = null;
        try {
            byte[] beginning = new byte[MAGIC];
            try (InputStream stream = Files.newInputStream(file)) {
                format = format(Arrays.copyOf(beginning, stream.readNBytes(beginning, 0, MAGIC)));
            }
            if (format == null) {
                return null;
            }
            return switch (format) {
                case JPEG -> Jpeg.strips(Files.readAllBytes(file), name);
                case PNG -> Png.hasExif(file) ? null : FileStrips.open(Readers.PNG, file);
                case TIFF -> FileStrips.open(Readers.TIFF, file);
                case BMP -> FileStrips.open(Readers.BMP, file);
                default -> null;
            };
        } catch (IOException | RuntimeException e) {
            throw new ImageException(name + " is a broken " + format + " file: " + reason(e), e);
        }
    }

    private static Image decode(byte[] file, String name, boolean whole, Transform next) {
        @Nullable Format format = format(file);
        if (format == null) {
            throw new ImageException(name + " is in none of the formats JPEG, PNG, BMP, GIF, WebP, TIFF, PGM, PPM");
        }
        try {
            return switch (format) {
                case JPEG -> Jpeg.decode(file, next);
                case PNG -> new Png(file).decode(whole);
                case PNM -> new Pnm(file).decode(whole);
                case BMP -> Readers.decode(Readers.BMP, file);
                case GIF -> Gif.decode(file);
                case WEBP -> Orientation.upright(Readers.decode(Readers.WEBP, file), Exif.ofWebp(file));
                case TIFF ->
                    Orientation.upright(
                            Rasters.image(Readers.read(Readers.TIFF, file), whole),
                            Exif.orientation(file, 0, file.length));
            };
        } catch (InterruptedIOException e) {
            throw new CancellationException(name + " was not decoded: " + reason(e));
        } catch (IOException | RuntimeException e) {
            // Which some readers wrap in their own.
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof InterruptedIOException interrupted) {
                    throw new CancellationException(name + " was not decoded: " + reason(interrupted));
                }
            }
            // The JDK's readers answer broken files with all kinds of unchecked exceptions.
            throw new ImageException(name + " is a broken " + format + " file: " + reason(e), e);
        }
    }

    static String reason(Exception e) {
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }

    /** Checks what a file claims before memory is taken for it. */
    static void checkSize(long width, long height) throws IOException {
        if (width < 1 || height < 1) {
            throw new IOException("a picture has at least one pixel, it claims " + width + " x " + height);
        }
        long limit = Long.getLong(LIMIT, MAX_PIXELS);
        if (width > limit || height > limit || width * height > limit) {
            throw new IOException("a picture has at most " + limit + " pixels, it claims " + width + " x " + height
                    + "; the system property " + LIMIT + " sets the bound");
        }
    }

    private static @Nullable Format format(byte[] file) {
        if (begins(file, 128, 'D', 'I', 'C', 'M')) {
            return null; // the preamble of a DICOM file may be the header of a TIFF of the same pixels (PS3.10, 7.1)
        }
        if (begins(file, 0, 0xFF, 0xD8)) {
            return Format.JPEG;
        }
        if (begins(file, 0, 0x89, 'P', 'N', 'G', 13, 10, 26, 10)) {
            return Format.PNG;
        }
        if (begins(file, 0, 'G', 'I', 'F', '8')) {
            return Format.GIF;
        }
        if (begins(file, 0, 'R', 'I', 'F', 'F') && begins(file, 8, 'W', 'E', 'B', 'P')) {
            return Format.WEBP;
        }
        if (begins(file, 0, 'I', 'I', 42, 0) || begins(file, 0, 'M', 'M', 0, 42)) {
            return Format.TIFF;
        }
        if (begins(file, 0, 'B', 'M')) {
            return Format.BMP;
        }
        boolean pnm = file.length > 2
                && file[0] == 'P'
                && (file[1] == '2' || file[1] == '3' || file[1] == '5' || file[1] == '6');
        return pnm && Character.isWhitespace(file[2]) ? Format.PNM : null;
    }

    private static boolean begins(byte[] file, int offset, int... magic) {
        if (file.length < offset + magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if ((file[offset + i] & 255) != magic[i]) {
                return false;
            }
        }
        return true;
    }
}
