package io.ocelli.imageio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Finds the orientation in EXIF data: tag 0x112 of the first directory of its TIFF structure. */
final class Exif {
    /** As it is stored: nothing to turn. */
    static final int UPRIGHT = 1;

    private static final int ORIENTATION = 0x112;
    private static final int SHORT = 3;

    private Exif() {}

    /** The orientation, 1 to 8; 1 where the data says none or is damaged, for a damaged tag does not spoil a picture. */
    static int orientation(byte[] data, int offset, int length) {
        if (length < 8) {
            return UPRIGHT;
        }
        ByteBuffer tiff = ByteBuffer.wrap(data, offset, length).slice();
        if (tiff.get(0) != tiff.get(1) || (tiff.get(0) != 'I' && tiff.get(0) != 'M')) {
            return UPRIGHT;
        }
        tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        long directory = tiff.getInt(4) & 0xFFFFFFFFL;
        if (tiff.getShort(2) != 42 || directory + 2 > length) {
            return UPRIGHT;
        }
        int entries = tiff.getShort((int) directory) & 0xFFFF;
        for (int i = 0; i < entries; i++) {
            long entry = directory + 2 + 12L * i;
            if (entry + 12 > length) {
                return UPRIGHT;
            }
            int at = (int) entry;
            if ((tiff.getShort(at) & 0xFFFF) == ORIENTATION && tiff.getShort(at + 2) == SHORT) {
                int value = tiff.getShort(at + 8);
                return value >= 1 && value <= 8 ? value : UPRIGHT;
            }
        }
        return UPRIGHT;
    }

    /** The orientation in an EXIF block that begins with the six bytes of the APP1 segment. */
    static int ofSegment(byte[] data, int offset, int length) {
        return isExif(data, offset, length) ? orientation(data, offset + 6, length - 6) : UPRIGHT;
    }

    private static boolean isExif(byte[] data, int offset, int length) {
        return length >= 6
                && data[offset] == 'E'
                && data[offset + 1] == 'x'
                && data[offset + 2] == 'i'
                && data[offset + 3] == 'f'
                && data[offset + 4] == 0;
    }

    /** The orientation in a WebP file's EXIF chunk; some writers put the prefix of a JPEG segment before it. */
    static int ofWebp(byte[] file) {
        ByteBuffer riff = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        long at = 12;
        while (at + 8 <= file.length) {
            String type = new String(file, (int) at, 4, StandardCharsets.ISO_8859_1);
            long size = riff.getInt((int) at + 4) & 0xFFFFFFFFL;
            if (at + 8 + size > file.length) {
                return UPRIGHT;
            }
            if (type.equals("EXIF")) {
                int begin = (int) at + 8;
                return isExif(file, begin, (int) size)
                        ? ofSegment(file, begin, (int) size)
                        : orientation(file, begin, (int) size);
            }
            at += 8 + size + (size & 1);
        }
        return UPRIGHT;
    }
}
