package io.ocelli.medical;

import io.ocelli.medical.DicomException.Kind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;

/** Pixels that are not compressed (PS3.5, 8.1). */
final class Native {
    private static final int ROW = 4096;

    private final PixelFormat format;
    private final Bytes value;
    private final boolean big;
    private final boolean swapped;

    /**
     * @param words whether the bytes are written as words, whose order matters for samples of 8 bits and less
     */
    Native(PixelFormat format, Bytes value, boolean big, boolean words) {
        this.format = format;
        this.value = value;
        this.big = big;
        this.swapped = big && words && format.allocated() == 8;
        long needed = format.bytes();
        if (needed > value.length()) {
            throw value.error(
                    Kind.TRUNCATED,
                    value.end,
                    format.frames() + " frames of " + format.rows() + " x " + format.columns() + " take " + needed
                            + " bytes, " + value.length() + " are there");
        }
    }

    /** The stored values of a frame. */
    int[] frame(int index) {
        int[] values = new int[format.count(value)];
        if (format.isSubsampled()) {
            spread(values, index);
            return values;
        }
        long first = index * format.pixels() * format.samples();
        int pixels = (int) format.pixels();
        int samples = format.samples();
        if (format.allocated() == 16 && !format.planar()) {
            words(values, value.begin + (int) (first * 2));
            return values;
        }
        for (int i = 0; i < values.length; i++) {
            int o = format.planar() ? i % pixels * samples + i / pixels : i;
            values[o] = format.fromContainer(container(first + i));
        }
        return values;
    }

    /** Most pictures are of words; what they need was counted when the file was opened. */
    private void words(int[] values, int at) {
        value.need(at, 2L * values.length);
        ShortBuffer words = ByteBuffer.wrap(value.array, at, 2 * values.length)
                .order(big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN)
                .asShortBuffer();
        short[] row = new short[Math.min(values.length, ROW)];
        int shift = format.highBit() + 1 - format.stored();
        int unused = 32 - format.stored();
        boolean signed = format.signed();
        for (int from = 0; from < values.length; from += row.length) {
            int count = Math.min(row.length, values.length - from);
            words.get(row, 0, count);
            for (int i = 0; i < count; i++) {
                int shifted = (row[i] & 65535) >>> shift << unused;
                values[from + i] = signed ? shifted >> unused : shifted >>> unused;
            }
        }
    }

    /** Two pixels are Y, Y, Cb, Cr; both get the same Cb and Cr. */
    private void spread(int[] values, int index) {
        if (format.columns() % 2 != 0) {
            throw value.malformed(
                    value.begin, "YBR_FULL_422 has an even number of columns, received " + format.columns());
        }
        long first = index * format.pixels() * 2;
        for (int pair = 0; pair < values.length / 6; pair++) {
            int blue = format.fromContainer(container(first + pair * 4L + 2));
            int red = format.fromContainer(container(first + pair * 4L + 3));
            for (int p = 0; p < 2; p++) {
                int o = pair * 6 + p * 3;
                values[o] = format.fromContainer(container(first + pair * 4L + p));
                values[o + 1] = blue;
                values[o + 2] = red;
            }
        }
    }

    private int container(long index) {
        switch (format.allocated()) {
            case 1:
                return value.u8(value.begin + (int) (index >> 3)) >> (index & 7) & 1;
            case 8:
                int at = value.begin + (int) (swapped ? index ^ 1 : index);
                return value.u8(at);
            case 16:
                return value.u16(value.begin + (int) (index * 2), big);
            default:
                return value.s32(value.begin + (int) (index * 4), big);
        }
    }
}
