package io.ocelli.medical;

/**
 * How a component of JPEG 2000 is coded (ISO 15444-1, A.6.1).
 *
 * @param style which of the options of passes hold, a bit each
 * @param precincts of each resolution the exponents of its precincts' width (low four bits) and height
 */
record Jpeg2000Coding(int levels, int blockWidth, int blockHeight, int style, boolean reversible, int[] precincts) {
    static final int BYPASS = 1;
    static final int RESET = 2;
    static final int TERMINATED = 4;
    static final int CAUSAL = 8;
    static final int MARKED = 32;

    private static final int WHOLE = 0xFF;
    private static final int MOST_LEVELS = 32;

    /**
     * @param own whether the precincts are said, and are not as large as can be
     */
    static Jpeg2000Coding of(Bytes segment, int at, boolean own) {
        int levels = segment.u8(at);
        int width = segment.u8(at + 1) + 2;
        int height = segment.u8(at + 2) + 2;
        int style = segment.u8(at + 3);
        int transform = segment.u8(at + 4);
        if (levels > MOST_LEVELS || width > 10 || height > 10 || width + height > 12 || transform > 1) {
            throw segment.malformed(
                    at, "JPEG 2000 has up to 32 levels, blocks of up to 4096 samples, and one of two transforms");
        }
        if (style > 63) {
            throw segment.unsupported(at + 3, "of JPEG 2000 the passes of part 1 are read, and not high throughput's");
        }
        int[] precincts = new int[levels + 1];
        for (int r = 0; r <= levels; r++) {
            precincts[r] = own ? segment.u8(at + 5 + r) : WHOLE;
            if (r > 0 && ((precincts[r] & 15) == 0 || precincts[r] >> 4 == 0)) {
                throw segment.malformed(at + 5 + r, "precincts of a higher resolution are of two samples at least");
            }
        }
        return new Jpeg2000Coding(levels, width, height, style, transform == 1, precincts);
    }

    boolean has(int option) {
        return (style & option) != 0;
    }
}
