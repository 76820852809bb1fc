package io.ocelli.medical;

import io.ocelli.medical.DicomException.Kind;

/** The bits of a JPEG-LS scan, where a zero bit follows each byte 255 (ISO 14495-1, A.1 and C.2.1), and its codes. */
final class JpegLsBits {
    private final Bytes bytes;
    private int at;
    private int current;
    private int left;

    JpegLsBits(Bytes bytes, int at) {
        this.bytes = bytes;
        this.at = at;
    }

    int bit() {
        if (left == 0) {
            boolean stuffed = current == 0xFF;
            current = bytes.u8(at);
            if (stuffed && current > 0x7F) {
                throw bytes.error(Kind.TRUNCATED, at, "a marker ends the compressed data inside the picture");
            }
            at++;
            left = stuffed ? 7 : 8;
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

    /** A number in a Golomb code of parameter k (A.5.3): its high part in zeros, or whole behind as many as the limit. */
    int golomb(int k, int limit, int wholeBits) {
        int zeros = 0;
        while (bit() == 0) {
            zeros++;
            if (zeros > limit) {
                throw bytes.malformed(at, "the compressed data is damaged: a code is longer than its limit");
            }
        }
        return zeros < limit - wholeBits - 1 ? (zeros << k) + bits(k) : bits(wholeBits) + 1;
    }

    /** Where the first byte that was not begun is; behind a byte 255 there is one that belongs to it. */
    int position() {
        return current == 0xFF ? at + 1 : at;
    }
}
