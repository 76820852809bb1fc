package io.ocelli.medical;

import com.github.jaiimageio.jpeg2000.impl.J2KImageReaderSpi;
import io.ocelli.medical.DicomException.Kind;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** JPEG 2000 (ISO 15444-1), by jai-imageio. What the frame claims is checked before it is asked. */
final class Jpeg2000 {
    private static final int START_AND_SIZE = 0xFF4FFF51;
    private static final long MOST_TILES = 65535;

    private Jpeg2000() {}

    static Decoded decode(Bytes frame, PixelFormat format) {
        int at = start(frame) + 4;
        long width = frame.u32(at + 4, true) - frame.u32(at + 12, true);
        long height = frame.u32(at + 8, true) - frame.u32(at + 16, true);
        int count = frame.u16(at + 36, true);
        if (width != format.columns() || height != format.rows() || count != format.samples()) {
            throw frame.malformed(
                    at,
                    "the JPEG 2000 frame is one of " + format.rows() + " x " + format.columns() + " x "
                            + format.samples() + " as the data set says, it is of " + height + " x " + width + " x "
                            + count);
        }
        long tileWidth = Math.max(1, frame.u32(at + 20, true));
        long tileHeight = Math.max(1, frame.u32(at + 24, true));
        long tiles = (width / tileWidth + 1) * (height / tileHeight + 1);
        if (tiles > MOST_TILES) {
            throw frame.malformed(at, "a JPEG 2000 frame has at most " + MOST_TILES + " tiles, it has " + tiles);
        }
        int precision = (frame.u8(at + 38) & 127) + 1;
        if (precision > 16) {
            throw frame.unsupported(at, "JPEG 2000 samples have at most 16 bits, they have " + precision);
        }
        return new Decoded(samples(frame, format), precision);
    }

    /** Where the codestream begins: some files have it in a JP2 box, against the standard. */
    private static int start(Bytes frame) {
        for (int at = frame.begin; at + 4 <= frame.end; at++) {
            if (frame.s32(at, true) == START_AND_SIZE) {
                return at;
            }
        }
        throw frame.malformed(frame.begin, "a JPEG 2000 codestream begins with FF4FFF51");
    }

    private static int[] samples(Bytes frame, PixelFormat format) {
        try (MemoryCacheImageInputStream input =
                new MemoryCacheImageInputStream(new ByteArrayInputStream(frame.array, frame.begin, frame.length()))) {
            ImageReader reader = new J2KImageReaderSpi().createReaderInstance();
            try {
                reader.setInput(input, false, true);
                return samples(frame, format, reader.readRaster(0, null));
            } finally {
                reader.dispose();
            }
        } catch (DicomException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // The reader answers damaged frames with all kinds of unchecked exceptions.
            Kind kind = e instanceof EOFException ? Kind.TRUNCATED : Kind.MALFORMED;
            throw frame.error(kind, frame.begin, "the JPEG 2000 frame cannot be decoded: " + e);
        }
    }

    private static int[] samples(Bytes frame, PixelFormat format, Raster raster) {
        if (raster.getWidth() != format.columns()
                || raster.getHeight() != format.rows()
                || raster.getNumBands() != format.samples()) {
            throw frame.malformed(frame.begin, "the JPEG 2000 frame is decoded to another size than it says");
        }
        return raster.getPixels(raster.getMinX(), raster.getMinY(), format.columns(), format.rows(), (int[]) null);
    }
}
