package io.ocelli.explanation;

import io.ocelli.image.Image;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Writes pictures as PNG files (ISO/IEC 15948), so that no host's encoder is needed: 8 bits, gray or red, green, blue, each row as the
 * difference from the one above it.
 */
final class Png {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final byte GRAY = 0;
    private static final byte COLOUR = 2;
    private static final byte UP = 2;

    private Png() {}

    /** The bytes of a file. */
    static byte[] of(Image image) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(SIGNATURE, 0, SIGNATURE.length);
        ByteBuffer header = ByteBuffer.allocate(13)
                .putInt(image.width())
                .putInt(image.height())
                .put((byte) 8)
                .put(image.channels() == 1 ? GRAY : COLOUR);
        chunk(file, "IHDR", header.array(), 13);
        byte[] rows = rows(image);
        Deflater deflater = new Deflater();
        byte[] packed = new byte[1 << 16];
        try {
            deflater.setInput(rows);
            deflater.finish();
            while (!deflater.finished()) {
                chunk(file, "IDAT", packed, deflater.deflate(packed));
            }
        } finally {
            deflater.end();
        }
        chunk(file, "IEND", packed, 0);
        return file.toByteArray();
    }

    private static byte[] rows(Image image) {
        byte[] samples = image.samples();
        int length = image.width() * image.channels();
        byte[] rows = new byte[image.height() * (length + 1)];
        for (int y = 0; y < image.height(); y++) {
            rows[y * (length + 1)] = UP;
            for (int x = 0; x < length; x++) {
                int above = y == 0 ? 0 : samples[(y - 1) * length + x];
                rows[y * (length + 1) + 1 + x] = (byte) (samples[y * length + x] - above);
            }
        }
        return rows;
    }

    private static void chunk(ByteArrayOutputStream file, String type, byte[] content, int length) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 check = new CRC32();
        check.update(name);
        check.update(content, 0, length);
        write(file, length);
        file.write(name, 0, name.length);
        file.write(content, 0, length);
        write(file, (int) check.getValue());
    }

    private static void write(ByteArrayOutputStream file, int number) {
        file.write(number >>> 24);
        file.write(number >>> 16);
        file.write(number >>> 8);
        file.write(number);
    }
}
