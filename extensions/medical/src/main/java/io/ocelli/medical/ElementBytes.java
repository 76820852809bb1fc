package io.ocelli.medical;

import com.google.common.collect.ImmutableSet;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/** Writes elements, explicit little endian (PS3.5, 7.1.2). */
final class ElementBytes {
    /** Those whose value is text, and is made even by a space. */
    private static final Set<String> TEXT = ImmutableSet.of(
            "AE", "AS", "CS", "DA", "DS", "DT", "IS", "LO", "LT", "PN", "SH", "ST", "TM", "UC", "UR", "UT");

    private static final int UNDEFINED = -1;

    private ElementBytes() {}

    static byte[] text(int tag, String representation, String text) {
        return of(tag, representation, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    static byte[] word(int tag, int word) {
        return of(tag, "US", new byte[] {(byte) word, (byte) (word >> 8)});
    }

    static byte[] of(int tag, String representation, byte[] value) {
        int length = value.length + value.length % 2;
        // PS3.5, 6.2.2: what does not fit into 16 bits of length is written as unknown
        String fitting = !ElementReader.isLong(representation) && length > 0xFFFE ? "UN" : representation;
        ByteArrayOutputStream out = new ByteArrayOutputStream(length + 12);
        header(out, tag, fitting, length);
        out.writeBytes(value);
        if (length > value.length) {
            out.write(TEXT.contains(representation) ? ' ' : 0);
        }
        return out.toByteArray();
    }

    /** A sequence of items, each of which is its elements. */
    static byte[] sequence(int tag, List<byte[]> items) {
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        for (byte[] item : items) {
            tag(value, ElementReader.ITEM);
            number(value, item.length, 4);
            value.writeBytes(item);
        }
        return of(tag, "SQ", value.toByteArray());
    }

    /** Compressed pixels: the offset table and the fragments as they are. */
    static byte[] fragments(int tag, List<byte[]> items) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        header(out, tag, "OB", UNDEFINED);
        for (byte[] item : items) {
            tag(out, ElementReader.ITEM);
            number(out, item.length + item.length % 2, 4);
            out.writeBytes(item);
            if (item.length % 2 == 1) {
                out.write(0);
            }
        }
        tag(out, ElementReader.SEQUENCE_END);
        number(out, 0, 4);
        return out.toByteArray();
    }

    private static void header(ByteArrayOutputStream out, int tag, String representation, int length) {
        tag(out, tag);
        out.writeBytes(representation.getBytes(StandardCharsets.US_ASCII));
        if (ElementReader.isLong(representation)) {
            number(out, 0, 2);
            number(out, length, 4);
        } else {
            number(out, length, 2);
        }
    }

    private static void tag(ByteArrayOutputStream out, int tag) {
        number(out, tag >>> 16, 2);
        number(out, tag, 2);
    }

    private static void number(ByteArrayOutputStream out, int number, int bytes) {
        for (int i = 0; i < bytes; i++) {
            out.write(number >> 8 * i);
        }
    }
}
