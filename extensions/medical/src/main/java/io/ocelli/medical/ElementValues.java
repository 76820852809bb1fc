package io.ocelli.medical;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Values as they are written to little endian files. */
final class ElementValues {
    private ElementValues() {}

    /**
     * An element's bytes, in little endian.
     *
     * @param size how many bytes a number takes
     */
    static byte[] little(Bytes value, boolean big, int size) {
        byte[] bytes = Arrays.copyOfRange(value.array, value.begin, value.end);
        if (big) {
            for (int i = 0; i + size <= bytes.length; i += size) {
                for (int a = i, b = i + size - 1; a < b; a++, b--) {
                    byte first = bytes[a];
                    bytes[a] = bytes[b];
                    bytes[b] = first;
                }
            }
        }
        return bytes;
    }

    /** How many bytes a number of a representation takes; 1 where its order says nothing. */
    static int size(String representation) {
        return switch (representation) {
            case "US", "SS", "XS", "OW", "AT" -> 2;
            case "UL", "SL", "FL", "OF", "OL" -> 4;
            case "FD", "OD", "SV", "UV", "OV" -> 8;
            default -> 1;
        };
    }

    /** A value of a representation that says nothing and is not empty (PS3.15, E.1.1: a dummy value). */
    static byte[] dummy(String representation) {
        String text = switch (representation) {
            case "DA" -> "19000101";
            case "DT" -> "19000101000000";
            case "TM" -> "000000";
            case "AS" -> "000Y";
            case "DS", "IS" -> "0";
            case "UR" -> "about:blank";
            case "AE", "CS", "LO", "LT", "PN", "SH", "ST", "UC", "UT" -> "ANONYMOUS";
            default -> "";
        };
        return text.isEmpty() ? new byte[Math.max(2, size(representation))] : text.getBytes(StandardCharsets.US_ASCII);
    }
}
