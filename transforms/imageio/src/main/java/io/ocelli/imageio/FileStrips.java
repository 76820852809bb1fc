package io.ocelli.imageio;

import io.ocelli.error.ImageException;
import io.ocelli.image.Image;
import io.ocelli.image.Size;
import io.ocelli.image.Strips;
import java.awt.Rectangle;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.plugins.tiff.TIFFDirectory;
import javax.imageio.plugins.tiff.TIFFField;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.FileImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A file's picture in strips.
 *
 * @param name of the file, for messages
 * @param rows reads some
 * @param end closes what is open
 */
record FileStrips(String name, Size size, Rows rows, Runnable end) implements Strips {
    private static final int ORIENTATION = 274;

    /** Reads rows from one on. */
    interface Rows {
        Image read(int top, int height) throws IOException;
    }

    /** By a reader on the open file; null where the picture is turned. */
    static @Nullable Strips open(ImageReaderSpi format, Path file) throws IOException {
        boolean tiff = format == Readers.TIFF;
        FileImageInputStream input = new FileImageInputStream(file.toFile());
        ImageReader reader = format.createReaderInstance();
        boolean opened = false;
        try {
            reader.setInput(input, false, !tiff);
            Size size = new Size(reader.getHeight(0), reader.getWidth(0));
            if (tiff && turned(reader.getImageMetadata(0))) {
                return null;
            }
            opened = true;
            return new FileStrips(file.toString(), size, (top, height) -> read(reader, size, top, height), () -> {
                reader.dispose();
                close(input);
            });
        } finally {
            if (!opened) {
                reader.dispose();
                input.close();
            }
        }
    }

    private static Image read(ImageReader reader, Size size, int top, int height) throws IOException {
        DesktopDecoder.checkSize(size.width(), height);
        ImageReadParam part = new ImageReadParam();
        part.setSourceRegion(new Rectangle(0, top, size.width(), height));
        return Rasters.image(reader.read(0, part));
    }

    private static boolean turned(IIOMetadata metadata) throws IOException {
        TIFFField field = TIFFDirectory.createFromMetadata(metadata).getTIFFField(ORIENTATION);
        return field != null && field.getAsInt(0) > Exif.UPRIGHT;
    }

    private static void close(FileImageInputStream input) {
        try {
            input.close();
        } catch (IOException e) {
            throw new ImageException("The picture cannot be closed: " + e, e);
        }
    }

    @Override
    public Image strip(int top, int height) {
        if (top < 0 || height < 1 || top + (long) height > size.height()) {
            throw new IllegalArgumentException("A strip lies within the " + size.height() + " rows of " + name
                    + ", received " + height + " from row " + top);
        }
        try {
            return rows.read(top, height);
        } catch (IOException | RuntimeException e) {
            throw new ImageException(name + " cannot be read: " + DesktopDecoder.reason(e), e);
        }
    }

    @Override
    public void close() {
        end.run();
    }
}
