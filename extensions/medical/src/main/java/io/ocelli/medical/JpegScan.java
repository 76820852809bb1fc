package io.ocelli.medical;

import org.jspecify.annotations.Nullable;

/**
 * What a scan of a JPEG frame is decoded with.
 *
 * @param begin where its compressed data begins
 * @param interval units between restarts; 0 for none
 */
record JpegScan(Bytes bytes, int begin, Part[] parts, int precision, int interval) {
    /** A component of the scan and the tables it is decoded with. */
    record Part(
            JpegComponent component,
            @Nullable HuffmanTable dc,
            @Nullable HuffmanTable ac,
            int @Nullable [] steps) {}

    /** A table, which must have been there. */
    <T> T present(@Nullable T table, String name) {
        if (table == null) {
            throw bytes.malformed(begin, "a scan's " + name + " table is before it, it is not");
        }
        return table;
    }
}
