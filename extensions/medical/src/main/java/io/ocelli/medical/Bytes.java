package io.ocelli.medical;

import io.ocelli.medical.DicomException.Kind;
import java.nio.charset.StandardCharsets;

/** Bytes of a file, whose reads beyond the end are errors that name the file and the place. */
final class Bytes {
    final String name;
    final byte[] array;
    final int begin;
    final int end;

    Bytes(String name, byte[] array) {
        this(name, array, 0, array.length);
    }

    private Bytes(String name, byte[] array, int begin, int end) {
        this.name = name;
        this.array = array;
        this.begin = begin;
        this.end = end;
    }

    /** The bytes of a range, with the same offsets. */
    Bytes range(int from, int to) {
        if (from < begin || to > end || from > to) {
            throw truncated(from, to - (long) from);
        }
        return new Bytes(name, array, from, to);
    }

    int length() {
        return end - begin;
    }

    int u8(int at) {
        need(at, 1);
        return array[at] & 255;
    }

    int u16(int at, boolean big) {
        need(at, 2);
        int first = array[at] & 255;
        int second = array[at + 1] & 255;
        return big ? first << 8 | second : second << 8 | first;
    }

    int s32(int at, boolean big) {
        int first = u16(at, big);
        int second = u16(at + 2, big);
        return big ? first << 16 | second : second << 16 | first;
    }

    long u32(int at, boolean big) {
        return s32(at, big) & 0xFFFFFFFFL;
    }

    double f32(int at, boolean big) {
        return Float.intBitsToFloat(s32(at, big));
    }

    double f64(int at, boolean big) {
        long first = u32(at, big);
        long second = u32(at + 4, big);
        return Double.longBitsToDouble(big ? first << 32 | second : second << 32 | first);
    }

    String ascii(int at, int length) {
        need(at, length);
        return new String(array, at, length, StandardCharsets.ISO_8859_1);
    }

    void need(int at, long length) {
        if (at < begin || length < 0 || at + length > end) {
            throw truncated(at, length);
        }
    }

    private DicomException truncated(int at, long length) {
        return error(
                Kind.TRUNCATED,
                Math.min(Math.max(at, begin), end),
                "it ends at byte " + end + ", inside " + length + " bytes that begin at byte " + at);
    }

    DicomException error(Kind kind, long at, String what) {
        return new DicomException(name, kind, at, what);
    }

    DicomException malformed(long at, String what) {
        return error(Kind.MALFORMED, at, what);
    }

    DicomException unsupported(long at, String what) {
        return error(Kind.UNSUPPORTED, at, what);
    }
}
