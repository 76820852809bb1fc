package io.ocelli.image;

import io.ocelli.error.ImageException;
import io.ocelli.files.WholeFile;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/** Writes pictures as PNG (ISO/IEC 15948), without loss: gray or red, green, blue, of 8 or unsigned 16 bits. Thread-safe. */
public final class PngWriter {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final int GRAY = 0;
    private static final int COLOUR = 2;

    /** Of a strip that is written at a time. */
    private static final int ROWS = 256;

    private PngWriter() {}

    /**
     * Writes a file, whole or not at all.
     *
     * @throws IllegalArgumentException if the picture has neither one nor three channels, or signed samples
     * @throws ImageException if it cannot be written
     */
    public static void write(Image image, Path file) {
        write(Strips.of(image), file);
    }

    /** As {@link #write(Image, Path)}, without the whole picture in memory. */
    public static void write(Strips picture, Path file) {
        try {
            WholeFile.write(file, out -> write(picture, out));
        } catch (IOException e) {
            throw new ImageException("The picture " + file + " cannot be written: " + e, e);
        }
    }

    /**
     * Writes to a stream, which is left open.
     *
     * @throws IllegalArgumentException as for {@link #write(Image, Path)}
     * @throws IOException if the stream takes no more
     */
    public static void write(Strips picture, OutputStream stream) throws IOException {
        Size size = picture.size();
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed)) {
            for (int top = 0; top < size.height(); top += ROWS) {
                Image strip = picture.strip(top, Math.min(ROWS, size.height() - top));
                check(strip);
                int bytes = strip.depth() == Image.Depth.UINT8 ? 1 : 2;
                if (top == 0) {
                    stream.write(SIGNATURE);
                    chunk(stream, "IHDR", header(size, strip.channels(), bytes));
                }
                byte[] row = new byte[1 + size.width() * strip.channels() * bytes]; // begins with the filter, none
                for (int y = 0; y < strip.height(); y++) {
                    fill(strip, y, row);
                    deflater.write(row);
                }
                chunk(stream, "IDAT", packed.toByteArray());
                packed.reset();
            }
            deflater.finish();
        }
        chunk(stream, "IDAT", packed.toByteArray());
        chunk(stream, "IEND", new byte[0]);
    }

    private static byte[] header(Size size, int channels, int bytes) throws IOException {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        DataOutputStream fields = new DataOutputStream(header);
        fields.writeInt(size.width());
        fields.writeInt(size.height());
        fields.write(new byte[] {(byte) (8 * bytes), (byte) (channels == 1 ? GRAY : COLOUR), 0, 0, 0});
        return header.toByteArray();
    }

    private static void fill(Image image, int y, byte[] row) {
        int count = image.width() * image.channels();
        if (image.depth() == Image.Depth.UINT8) {
            System.arraycopy(image.samples(), y * count, row, 1, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            short word = image.words()[y * count + i];
            row[1 + 2 * i] = (byte) (word >> 8);
            row[2 + 2 * i] = (byte) word;
        }
    }

    private static void chunk(OutputStream stream, String type, byte[] content) throws IOException {
        DataOutputStream out = new DataOutputStream(stream);
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 check = new CRC32();
        check.update(name, 0, name.length);
        check.update(content, 0, content.length);
        out.writeInt(content.length);
        out.write(name);
        out.write(content);
        out.writeInt((int) check.getValue());
        out.flush();
    }

    private static void check(Image image) {
        if (image.channels() != 1 && image.channels() != 3 || image.depth() == Image.Depth.INT16) {
            throw new IllegalArgumentException("A PNG has 1 or 3 channels and no negative samples, received " + image
                    + ". Bring it to 8 bits by toBytes(low, high), or to other channels by toChannels.");
        }
    }
}
