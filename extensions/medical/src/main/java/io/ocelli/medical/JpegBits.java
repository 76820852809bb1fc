package io.ocelli.medical;

/** The bits of a JPEG scan, where a zero follows each byte 255 that is not a marker (ISO 10918-1, F.1.2.3). */
final class JpegBits extends ScanBits {
    JpegBits(Bytes bytes, int at) {
        super(bytes, at);
    }

    @Override
    void next() {
        current = bytes.u8(at);
        if (current == 0xFF) {
            if (bytes.u8(at + 1) != 0) {
                throw marker();
            }
            at++;
        }
        at++;
        left = 8;
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
