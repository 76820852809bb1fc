package io.ocelli.medical;

/** The bits of compressed data, from the highest of each byte. How bytes that look like a marker are told, subclasses know. */
abstract class ScanBits {
    final Bytes bytes;
    /** Where the next byte is. */
    int at;
    /** The byte whose bits are read. */
    int current;
    /** How many of its bits are. */
    int left;

    ScanBits(Bytes bytes, int at) {
        this.bytes = bytes;
        this.at = at;
    }

    /** Takes the next byte: {@link #current}, {@link #left} and {@link #at} are then those of it. */
    abstract void next();

    final int bit() {
        if (left == 0) {
            next();
        }
        return current >> --left & 1;
    }

    final int bits(int count) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 1 | bit();
        }
        return value;
    }

    final DicomException marker() {
        return bytes.error(DicomException.Kind.TRUNCATED, at, "a marker ends the compressed data inside the picture");
    }
}
