package io.ocelli.medical;

import io.ocelli.medical.DicomException.Kind;

/** Pixels that are not compressed (PS3.5, 8.1). */
final class Native {
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
        for (int i = 0; i < values.length; i++) {
            int o = format.planar() ? i % pixels * samples + i / pixels : i;
            values[o] = format.fromContainer(container(first + i));
        }
        return values;
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
