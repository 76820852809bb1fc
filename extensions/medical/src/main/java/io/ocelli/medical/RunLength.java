package io.ocelli.medical;

import io.ocelli.medical.DicomException.Kind;

/** RLE Lossless (PS3.5, annex G): each byte of each sample is a segment of runs, the highest first. */
final class RunLength {
    private static final int HEADER = 64;
    private static final int MOST_SEGMENTS = 15;

    private RunLength() {}

    /** The stored values of a frame. */
    static int[] decode(Bytes frame, PixelFormat format) {
        boolean packed = format.allocated() == 1;
        int size = packed ? 1 : format.allocated() / 8;
        long segments = frame.u32(frame.begin, false);
        if (segments != (long) size * format.samples() || segments > MOST_SEGMENTS) {
            throw frame.malformed(
                    frame.begin,
                    "a frame has a segment for each of its " + size * format.samples() + " bytes a pixel, it has "
                            + segments);
        }
        frame.need(frame.begin, HEADER);
        // A byte of a run stands for at most 64.
        if (format.pixels() > (packed ? 8 : 1) * 64L * frame.length()) {
            throw frame.error(Kind.TRUNCATED, frame.end, format.pixels() + " pixels do not fit into it");
        }
        int[] values = new int[packed ? (format.count(frame) + 7) / 8 : format.count(frame)];
        for (int s = 0; s < segments; s++) {
            long start = frame.u32(frame.begin + 4 + 4 * s, false);
            if (start < HEADER || start > frame.length()) {
                throw frame.malformed(
                        frame.begin + 4 + 4 * s,
                        "a segment begins at " + HEADER + " to " + frame.length() + ", it claims " + start);
            }
            int shift = 8 * (size - 1 - s % size);
            unpack(frame, frame.begin + (int) start, values, s / size, format.samples(), shift);
        }
        if (packed) {
            return bits(values, format.count(frame));
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = format.fromContainer(values[i]);
        }
        return values;
    }

    /** Samples of 1 bit are eight in a byte, the first in its lowest. */
    private static int[] bits(int[] bytes, int count) {
        int[] values = new int[count];
        for (int i = 0; i < count; i++) {
            values[i] = bytes[i >> 3] >> (i & 7) & 1;
        }
        return values;
    }

    private static void unpack(Bytes frame, int start, int[] values, int first, int step, int shift) {
        byte[] bytes = frame.array;
        int at = start;
        int o = first;
        while (o < values.length) {
            int header = (byte) frame.u8(at++);
            if (header == -128) {
                continue;
            }
            boolean repeated = header < 0;
            int left = (values.length - o + step - 1) / step;
            int count = Math.min(left, repeated ? 1 - header : header + 1);
            frame.need(at, repeated ? 1 : count);
            if (repeated) {
                int bits = (bytes[at++] & 255) << shift;
                for (int i = 0; i < count; i++, o += step) {
                    values[o] |= bits;
                }
            } else {
                for (int i = 0; i < count; i++, o += step) {
                    values[o] |= (bytes[at++] & 255) << shift;
                }
            }
        }
    }
}
