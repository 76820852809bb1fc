package io.ocelli.medical;

import io.ocelli.medical.DicomException.Kind;

/** The bits of a JPEG scan, where a zero follows each byte 255 that is not a marker (ISO 10918-1, F.1.2.3). */
final class JpegBits {
    private final Bytes bytes;
    private int at;
    private int current;
    private int left;

    JpegBits(Bytes bytes, int at) {
        this.bytes = bytes;
        this.at = at;
    }

    int bit() {
        if (left == 0) {
            current = bytes.u8(at);
            if (current == 0xFF) {
                if (bytes.u8(at + 1) != 0) {
                    throw bytes.error(Kind.TRUNCATED, at, "a marker ends the compressed data inside the picture");
                }
                at++;
            }
            at++;
            left = 8;
        }
        return current >> --left & 1;
    }

    int bits(int count) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 1 | bit();
        }
        return value;
    }

    /** A difference of so many bits (F.2.2.1, EXTEND). */
    int difference(int count) {
        if (count == 0) {
            return 0;
        }
        int value = bits(count);
        return value < 1 << (count - 1) ? value - (1 << count) + 1 : value;
    }

    /** Leaves the rest of a byte, and the restart marker behind it. */
    void restart() {
        left = 0;
        int marker = bytes.u16(at, true);
        if (marker < 0xFFD0 || marker > 0xFFD7) {
            throw malformed("a restart marker was expected");
        }
        at += 2;
    }

    /** Where the next byte is. */
    int position() {
        return at;
    }

    DicomException malformed(String what) {
        return bytes.malformed(at, "the compressed data is damaged: " + what);
    }
}
