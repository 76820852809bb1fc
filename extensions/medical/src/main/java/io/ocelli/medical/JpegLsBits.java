package io.ocelli.medical;

/** The bits of a JPEG-LS scan, where a zero bit follows each byte 255 (ISO 14495-1, A.1 and C.2.1), and its codes. */
final class JpegLsBits extends ScanBits {
    JpegLsBits(Bytes bytes, int at) {
        super(bytes, at);
    }

    @Override
    void next() {
        boolean stuffed = current == 0xFF;
        current = bytes.u8(at);
        if (stuffed && current > 0x7F) {
            throw marker();
        }
        at++;
        left = stuffed ? 7 : 8;
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
