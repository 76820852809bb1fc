package io.ocelli.imageio;

import java.io.IOException;
import javax.imageio.plugins.jpeg.JPEGHuffmanTable;

/**
 * A Huffman table of a JPEG file (ITU-T T.81, annex C and F.2.2.3), which says of most codes at one look what they are
 * together with the bits that follow them.
 */
final class JpegHuffman {
    /** Bits of one look. */
    static final int LOOK = 10;

    private static final int LONGEST = 16;

    /**
     * By the next {@link #LOOK} bits: the number that code and bits say in the upper half, how many zeros come before it in the
     * next byte, and their length in the lowest. Where the number does not fit, or the code has none, the upper half is 0 and the
     * code itself stands in the next byte; where that does not fit either, all is 0.
     */
    final int[] quick = new int[1 << LOOK];

    /** By length, behind the last code of it, in the upper of 16 bits. */
    private final int[] limit = new int[LONGEST + 1];

    /** By length, from a code to the place of its symbol. */
    private final int[] shift = new int[LONGEST + 1];

    private final short[] symbols;
    private final boolean numbersOnly;

    /**
     * A table.
     *
     * @param counts how many codes have 1 to 16 bits
     * @param symbols theirs, shorter codes first
     */
    JpegHuffman(short[] counts, short[] symbols) throws IOException {
        this.symbols = symbols;
        int code = 0;
        int n = 0;
        boolean small = true;
        for (int length = 1; length <= LONGEST; length++) {
            int count = counts[length - 1];
            if (code + count > 1 << length) {
                throw new IOException("a Huffman table of it has more codes than bits allow");
            }
            shift[length] = n - code;
            for (int i = 0; i < count; i++, code++, n++) {
                small &= symbols[n] < 16;
                if (length <= LOOK) {
                    enter(code, length, symbols[n]);
                }
            }
            limit[length] = code << (LONGEST - length);
            code <<= 1;
        }
        this.numbersOnly = small;
    }

    private void enter(int code, int length, int symbol) {
        int size = symbol & 15;
        int rest = LOOK - length;
        for (int suffix = 0; suffix < 1 << rest; suffix++) {
            quick[code << rest | suffix] = size == 0 || size > rest
                    ? symbol << 8 | length
                    : signed(suffix >> (rest - size), size) << 16 | symbol >> 4 << 8 | (length + size);
        }
    }

    /**
     * Tables that a file may leave out, as the single pictures of films do: those of the standard (T.81, annex K), and behind them
     * empty ones.
     */
    static JpegHuffman[] standard(JPEGHuffmanTable luminance, JPEGHuffmanTable chrominance) {
        try {
            JpegHuffman empty = new JpegHuffman(new short[LONGEST], new short[0]);
            return new JpegHuffman[] {
                new JpegHuffman(luminance.getLengths(), luminance.getValues()),
                new JpegHuffman(chrominance.getLengths(), chrominance.getValues()),
                empty,
                empty
            };
        } catch (IOException e) {
            throw new IllegalStateException("The standard's tables are sound", e);
        }
    }

    /** A number of so many bits, whose first one says whether it is positive (T.81, F.2.2.1). */
    static int signed(int bits, int size) {
        return bits < 1 << (size - 1) ? bits - (1 << size) + 1 : bits;
    }

    /** The length of the code that 16 bits begin with. */
    int length(int bits) throws IOException {
        for (int length = 1; length <= LONGEST; length++) {
            if (bits < limit[length]) {
                return length;
            }
        }
        throw new IOException("a Huffman code of it stands in no table");
    }

    /** The symbol of the code of a length that 16 bits begin with. */
    int symbol(int bits, int length) {
        return symbols[(bits >> (LONGEST - length)) + shift[length]];
    }

    /** This table, which is to say how long numbers are and nothing else. */
    JpegHuffman ofNumbers() throws IOException {
        if (!numbersOnly) {
            throw new IOException("a Huffman table of it says of first coefficients what is for others");
        }
        return this;
    }
}
