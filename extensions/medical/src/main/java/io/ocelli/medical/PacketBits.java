package io.ocelli.medical;

import io.ocelli.medical.DicomException.Kind;

/** The bits of a packet's header and of passes without arithmetic, where a byte after 255 has seven (ISO 15444-1, B.10.1). */
final class PacketBits extends ScanBits {
    PacketBits(Bytes bytes, int at) {
        super(bytes, at);
    }

    @Override
    void next() {
        if (at >= bytes.end) {
            throw bytes.error(Kind.TRUNCATED, bytes.end, "a JPEG 2000 frame ends inside a packet");
        }
        left = current == 0xFF ? 7 : 8;
        current = bytes.u8(at++);
    }

    /** Where the bytes behind the header begin. */
    int end() {
        return current == 0xFF ? at + 1 : at;
    }
}
