package io.ocelli.imageio;

import io.ocelli.image.Image;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Decodes PNG files (ISO/IEC 15948) of every colour type, depth and interlacing. It checks the checksums, which the JDK's
 * reader does not, and takes no memory before it knows that the file can hold what it claims. Alpha, colour profiles and
 * gamma are left out, as they are in Pillow's conversion to RGB.
 */
final class Png {
    private static final int PALETTE = 3;
    /** A deflate stream is at most this many times as long when it is unpacked. */
    private static final int MAX_EXPANSION = 1032;
    /** Of each pass of Adam7: first column, first row, column step, row step. */
    private static final int[][] ADAM7 = {
        {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
    };

    /** Bytes before the first chunk. */
    private static final int SIGNATURE = 8;

    /** eXIf. */
    private static final int EXIF = 0x65584966;

    private final byte[] file;
    private final List<int[]> data = new ArrayList<>();
    private int next;
    private int width;
    private int height;
    private int depth;
    private int colourType;
    private boolean interlaced;
    private byte @Nullable [] palette;
    private int orientation = Exif.UPRIGHT;

    /** Whether it has the chunk that may turn it. */
    static boolean hasExif(Path file) throws IOException {
        try (RandomAccessFile chunks = new RandomAccessFile(file.toFile(), "r")) {
            long at = SIGNATURE;
            while (at + 12 <= chunks.length()) {
                chunks.seek(at);
                long size = chunks.readInt() & 0xFFFFFFFFL;
                if (chunks.readInt() == EXIF) {
                    return true;
                }
                at += 12 + size;
            }
            return false;
        }
    }

    Png(byte[] file) {
        this.file = file;
    }

    /**
     * The picture.
     *
     * @param whole whether samples of 16 bits are kept; else their high byte is
     */
    Image decode(boolean whole) throws IOException {
        chunks();
        int bands = switch (colourType) {
            case 0, PALETTE -> 1;
            case 2 -> 3;
            case 4 -> 2;
            case 6 -> 4;
            default -> throw new IOException("a colour type is 0, 2, 3, 4 or 6, it has " + colourType);
        };
        boolean known = depth == 8
                || (depth == 16 && colourType != PALETTE)
                || (bands == 1 && (depth == 1 || depth == 2 || depth == 4));
        if (!known) {
            throw new IOException("colour type " + colourType + " does not come with " + depth + " bits");
        }
        if (colourType == PALETTE && palette == null) {
            throw new IOException("its palette is missing");
        }
        long packed = 0;
        for (int[] chunk : data) {
            packed += chunk[1];
        }
        if (((long) width * bands * depth + 7) / 8 * height > packed * MAX_EXPANSION) {
            throw new IOException(
                    "it ends early: " + packed + " bytes of data cannot hold " + width + " x " + height + " pixels");
        }
        Image image = Image.black(
                height,
                width,
                bands == 1 && colourType != PALETTE || bands == 2 ? 1 : 3,
                whole && depth == 16 ? Image.Depth.UINT16 : Image.Depth.UINT8);
        Inflater inflater = new Inflater();
        try {
            if (interlaced) {
                for (int[] pass : ADAM7) {
                    pass(inflater, bands, image, pass[0], pass[1], pass[2], pass[3]);
                }
            } else {
                pass(inflater, bands, image, 0, 0, 1, 1);
            }
        } catch (DataFormatException e) {
            throw new IOException("its data is damaged (" + e.getMessage() + ")", e);
        } finally {
            inflater.end();
        }
        return Orientation.upright(image, orientation);
    }

    private void chunks() throws IOException {
        int at = 8;
        boolean first = true;
        while (true) {
            if (file.length - at < 12) {
                throw new IOException("it ends early, at byte " + file.length);
            }
            int size = word(at);
            if (size < 0 || size > file.length - at - 12) {
                throw new IOException("it ends early, at byte " + file.length);
            }
            String type = new String(file, at + 4, 4, StandardCharsets.ISO_8859_1);
            int begin = at + 8;
            // Chunks that begin with a small letter may be damaged without harm.
            boolean critical = (file[at + 4] & 32) == 0;
            if (critical) {
                CRC32 crc = new CRC32();
                crc.update(file, at + 4, size + 4);
                if ((int) crc.getValue() != word(begin + size)) {
                    throw new IOException("the checksum of its chunk " + type + " at byte " + at + " is wrong");
                }
            }
            if (first != type.equals("IHDR")) {
                throw new IOException("its first chunk, and no other, is IHDR; it has " + type + " at byte " + at);
            }
            first = false;
            switch (type) {
                case "IHDR" -> header(begin, size);
                case "PLTE" -> {
                    palette = new byte[768];
                    System.arraycopy(file, begin, palette, 0, Math.min(size, 768));
                }
                case "IDAT" -> data.add(new int[] {begin, size});
                case "eXIf" -> orientation = Exif.orientation(file, begin, size);
                case "IEND" -> {
                    return;
                }
                default -> {}
            }
            at = begin + size + 4;
        }
    }

    private void header(int at, int size) throws IOException {
        if (size != 13) {
            throw new IOException("its header has 13 bytes, received " + size);
        }
        width = word(at);
        height = word(at + 4);
        DesktopDecoder.checkSize(width & 0xFFFFFFFFL, height & 0xFFFFFFFFL);
        depth = file[at + 8];
        colourType = file[at + 9];
        interlaced = file[at + 12] == 1;
        if (file[at + 10] != 0 || file[at + 11] != 0 || file[at + 12] < 0 || file[at + 12] > 1) {
            throw new IOException("its compression, filter or interlacing method is unknown");
        }
    }

    private void pass(Inflater inflater, int bands, Image image, int left, int top, int stepX, int stepY)
            throws IOException, DataFormatException {
        int columns = (width - left + stepX - 1) / stepX;
        int rows = (height - top + stepY - 1) / stepY;
        if (columns <= 0 || rows <= 0) {
            return;
        }
        int length = (int) (((long) columns * bands * depth + 7) / 8);
        int distance = Math.max(1, bands * depth / 8);
        byte[] row = new byte[length + 1];
        byte[] above = new byte[length + 1];
        for (int y = 0; y < rows; y++) {
            Interruption.check();
            fill(inflater, row);
            unfilter(row, above, distance);
            int o = ((top + y * stepY) * width + left) * image.channels();
            expand(row, columns, bands, image, o, stepX * image.channels());
            byte[] swap = above;
            above = row;
            row = swap;
        }
    }

    private void fill(Inflater inflater, byte[] row) throws IOException, DataFormatException {
        int filled = 0;
        while (filled < row.length) {
            int count = inflater.inflate(row, filled, row.length - filled);
            filled += count;
            if (count == 0) {
                if (inflater.needsInput() && next < data.size()) {
                    int[] chunk = data.get(next++);
                    inflater.setInput(file, chunk[0], chunk[1]);
                } else {
                    throw new IOException("it ends early, inside its pixels");
                }
            }
        }
    }

    /** Undoes the prediction of a row; its byte 0 names the filter. */
    private static void unfilter(byte[] row, byte[] above, int distance) throws IOException {
        switch (row[0]) {
            case 0 -> {}
            case 1 -> {
                for (int i = distance + 1; i < row.length; i++) {
                    row[i] += row[i - distance];
                }
            }
            case 2 -> {
                for (int i = 1; i < row.length; i++) {
                    row[i] += above[i];
                }
            }
            case 3 -> {
                for (int i = 1; i < row.length; i++) {
                    int left = i > distance ? row[i - distance] & 255 : 0;
                    row[i] += (byte) ((left + (above[i] & 255)) >> 1);
                }
            }
            case 4 -> {
                for (int i = 1; i < row.length; i++) {
                    int left = i > distance ? row[i - distance] & 255 : 0;
                    int corner = i > distance ? above[i - distance] & 255 : 0;
                    row[i] += (byte) paeth(left, above[i] & 255, corner);
                }
            }
            default -> throw new IOException("a row's filter is 0 to 4, received " + row[0]);
        }
    }

    private static int paeth(int left, int above, int corner) {
        int toLeft = Math.abs(above - corner);
        int toAbove = Math.abs(left - corner);
        int toCorner = Math.abs(left + above - 2 * corner);
        if (toLeft <= toAbove && toLeft <= toCorner) {
            return left;
        }
        return toAbove <= toCorner ? above : corner;
    }

    private static void words(byte[] row, int columns, int bands, Image image, int offset, int step) {
        for (int x = 0; x < columns; x++) {
            for (int c = 0; c < image.channels(); c++) {
                int p = 1 + 2 * (x * bands + c);
                image.words()[offset + x * step + c] = (short) ((row[p] & 255) << 8 | (row[p + 1] & 255));
            }
        }
    }

    private void expand(byte[] row, int columns, int bands, Image image, int offset, int step) {
        if (image.depth() != Image.Depth.UINT8) {
            words(row, columns, bands, image, offset, step);
            return;
        }
        byte[] to = image.samples();
        int channels = image.channels();
        byte[] colours = palette;
        if (depth == 8 && bands == channels && step == channels) {
            System.arraycopy(row, 1, to, offset, columns * channels);
            return;
        }
        int stride = Math.max(1, depth / 8);
        int highest = (1 << Math.min(depth, 8)) - 1;
        int o = offset;
        for (int x = 0; x < columns; x++, o += step) {
            if (depth >= 8 && colourType != PALETTE) {
                int p = 1 + x * bands * stride;
                for (int c = 0; c < channels; c++) {
                    to[o + c] = row[p + c * stride];
                }
                continue;
            }
            int bit = x * depth;
            int value = (row[1 + (bit >> 3)] & 255) >> (8 - depth - (bit & 7)) & highest;
            if (colourType == PALETTE && colours != null) {
                System.arraycopy(colours, value * 3, to, o, 3);
            } else {
                to[o] = (byte) (value * 255 / highest);
            }
        }
    }

    private int word(int at) {
        return (file[at] & 255) << 24 | (file[at + 1] & 255) << 16 | (file[at + 2] & 255) << 8 | (file[at + 3] & 255);
    }
}
