package io.ocelli.medical;

/** A Huffman table of JPEG (ISO 10918-1, annex C): codes of a length follow each other. */
final class HuffmanTable {
    private static final int LONGEST = 16;

    private final int[] largest = new int[LONGEST + 1];
    private final int[] shift = new int[LONGEST + 1];
    private final int[] symbols;

    /** Reads a table that begins at a place; {@link #length()} says how far it goes. */
    HuffmanTable(Bytes bytes, int at) {
        int code = 0;
        int count = 0;
        for (int length = 1; length <= LONGEST; length++) {
            int codes = bytes.u8(at + length - 1);
            shift[length] = count - code;
            code += codes;
            count += codes;
            largest[length] = codes == 0 ? -1 : code - 1;
            if (code > 1 << length) {
                throw bytes.malformed(at, "a Huffman table has too many codes of " + length + " bits");
            }
            code <<= 1;
        }
        symbols = new int[count];
        for (int i = 0; i < count; i++) {
            symbols[i] = bytes.u8(at + LONGEST + i);
        }
    }

    int length() {
        return LONGEST + symbols.length;
    }

    int decode(JpegBits bits) {
        int code = 0;
        for (int length = 1; length <= LONGEST; length++) {
            code = code << 1 | bits.bit();
            if (code <= largest[length]) {
                return symbols[code + shift[length]];
            }
        }
        throw bits.malformed("no Huffman code begins like this");
    }
}
