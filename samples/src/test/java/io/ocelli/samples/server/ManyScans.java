package io.ocelli.samples.server;

import java.io.ByteArrayOutputStream;

/** A progressive JPEG of one gray whose refining scans are repeated: a few bytes each, and each is a pass over all blocks. */
final class ManyScans {
    private static final int RUN_BITS = 14;

    private ManyScans() {}

    /**
     * The file.
     *
     * @param scans how many scans follow the first
     */
    static byte[] jpeg(int width, int height, int scans) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        bytes(file, 0xFF, 0xD8);
        bytes(file, 0xFF, 0xDB, 0, 67, 0);
        for (int i = 0; i < 64; i++) {
            file.write(1);
        }
        bytes(file, 0xFF, 0xC2, 0, 11, 8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0);
        // DC: one code, 0, of category 0. AC: one code, 0, of the longest run of ends of blocks.
        huffman(file, 0x00, 0);
        huffman(file, 0x10, RUN_BITS << 4);
        long blocks = (long) ((width + 7) / 8) * ((height + 7) / 8);
        scan(file, 0, 0);
        file.writeBytes(zeros(blocks)); // a bit of category 0 for each block
        for (int i = 0; i < scans; i++) {
            scan(file, 1 + i % 63, 1 + i % 63);
            runs(file, blocks);
        }
        bytes(file, 0xFF, 0xD9);
        return file.toByteArray();
    }

    private static void huffman(ByteArrayOutputStream file, int table, int symbol) {
        bytes(file, 0xFF, 0xC4, 0, 20, table, 1);
        for (int i = 1; i < 16; i++) {
            file.write(0);
        }
        file.write(symbol);
    }

    private static void scan(ByteArrayOutputStream file, int from, int to) {
        bytes(file, 0xFF, 0xDA, 0, 8, 1, 1, 0x00, from, to, 0);
    }

    private static byte[] zeros(long bits) {
        return new byte[(int) ((bits + 7) / 8)];
    }

    /** As many runs of ends of blocks as cover all blocks: a bit for the code, then the run's length less the power. */
    private static void runs(ByteArrayOutputStream file, long blocks) {
        StringBuilder bits = new StringBuilder();
        for (long left = blocks; left > 0; left -= 1L << RUN_BITS) {
            bits.append('0').append("0".repeat(RUN_BITS));
        }
        while (bits.length() % 8 != 0) {
            bits.append('0');
        }
        for (int i = 0; i < bits.length(); i += 8) {
            file.write(Integer.parseInt(bits.substring(i, i + 8), 2));
        }
    }

    private static void bytes(ByteArrayOutputStream file, int... values) {
        for (int value : values) {
            file.write(value);
        }
    }
}
