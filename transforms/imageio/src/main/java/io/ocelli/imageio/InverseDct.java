package io.ocelli.imageio;

/**
 * The inverse cosine transform of libjpeg, to the bit: its accurate one in whole numbers (Loeffler, Ligtenberg and Moschytz,
 * ICASSP 1989) for blocks of 8 x 8, and those that give 4 x 4, 2 x 2 and one sample.
 *
 * <p>It goes over {@value #BLOCKS} blocks at a time, in which the same coefficient of all lies side by side, so that the
 * compiler makes vector code of it. All offsets between what an iteration reads and writes are constants: only then it does.
 */
final class InverseDct {
    /** Blocks that lie side by side. */
    static final int BLOCKS = 64;

    /** Numbers that they take. */
    static final int SIZE = 64 * BLOCKS;

    private static final int ROW = 8 * BLOCKS;

    private static final int BITS = 13;
    private static final int BETWEEN = 2;

    private static final int F_0_211 = 1730;
    private static final int F_0_298 = 2446;
    private static final int F_0_390 = 3196;
    private static final int F_0_509 = 4176;
    private static final int F_0_541 = 4433;
    private static final int F_0_601 = 4926;
    private static final int F_0_720 = 5906;
    private static final int F_0_765 = 6270;
    private static final int F_0_850 = 6967;
    private static final int F_0_899 = 7373;
    private static final int F_1_061 = 8697;
    private static final int F_1_175 = 9633;
    private static final int F_1_272 = 10426;
    private static final int F_1_451 = 11893;
    private static final int F_1_501 = 12299;
    private static final int F_1_847 = 15137;
    private static final int F_1_961 = 16069;
    private static final int F_2_053 = 16819;
    private static final int F_2_172 = 17799;
    private static final int F_2_562 = 20995;
    private static final int F_3_072 = 25172;
    private static final int F_3_624 = 29692;

    private InverseDct() {}

    /**
     * Transforms blocks in their place: the samples, around 0 and not cut off, come to lie as the upper left corner of each.
     *
     * @param side 8, 4, 2 or 1
     * @param from the place of the first of {@link #BLOCKS} blocks
     * @param begin the first block that is wanted
     * @param end behind the last
     */
    static void transform(int side, int[] w, int from, int begin, int end) {
        switch (side) {
            case 8 -> {
                for (int i = 0; i < 8; i++) {
                    columns(w, from + i * BLOCKS + begin, end - begin);
                }
                for (int i = 0; i < 8; i++) {
                    rows(w, from + i * ROW + begin, end - begin);
                }
            }
            case 4 -> {
                for (int i = 0; i < 8; i++) {
                    columns4(w, from + i * BLOCKS + begin, i == 4 ? 0 : end - begin);
                }
                for (int i = 0; i < 4; i++) {
                    rows4(w, from + i * ROW + begin, end - begin);
                }
            }
            case 2 -> {
                for (int i = 0; i < 8; i++) {
                    columns2(w, from + i * BLOCKS + begin, i == 0 || i % 2 == 1 ? end - begin : 0);
                }
                for (int i = 0; i < 2; i++) {
                    rows2(w, from + i * ROW + begin, end - begin);
                }
            }
            default -> {
                for (int i = from + begin; i < from + end; i++) {
                    w[i] = w[i] + 4 >> 3;
                }
            }
        }
    }

    private static void columns(int[] w, int from, int blocks) {
        final int shift = BITS - BETWEEN;
        final int half = 1 << (shift - 1);
        for (int i = from; i < from + blocks; i++) {
            int a = w[i + 2 * ROW];
            int b = w[i + 6 * ROW];
            int c = (a + b) * F_0_541;
            int even2 = c - b * F_1_847;
            int even3 = c + a * F_0_765;
            a = w[i];
            b = w[i + 4 * ROW];
            int even0 = (a + b) << BITS;
            int even1 = (a - b) << BITS;
            int e0 = even0 + even3 + half;
            int e3 = even0 - even3 + half;
            int e1 = even1 + even2 + half;
            int e2 = even1 - even2 + half;
            int t0 = w[i + 7 * ROW];
            int t1 = w[i + 5 * ROW];
            int t2 = w[i + 3 * ROW];
            int t3 = w[i + ROW];
            int z1 = (t0 + t3) * -F_0_899;
            int z2 = (t1 + t2) * -F_2_562;
            int z3 = t0 + t2;
            int z4 = t1 + t3;
            int z5 = (z3 + z4) * F_1_175;
            z3 = z3 * -F_1_961 + z5;
            z4 = z4 * -F_0_390 + z5;
            t0 = t0 * F_0_298 + z1 + z3;
            t1 = t1 * F_2_053 + z2 + z4;
            t2 = t2 * F_3_072 + z2 + z3;
            t3 = t3 * F_1_501 + z1 + z4;
            w[i] = e0 + t3 >> shift;
            w[i + 7 * ROW] = e0 - t3 >> shift;
            w[i + ROW] = e1 + t2 >> shift;
            w[i + 6 * ROW] = e1 - t2 >> shift;
            w[i + 2 * ROW] = e2 + t1 >> shift;
            w[i + 5 * ROW] = e2 - t1 >> shift;
            w[i + 3 * ROW] = e3 + t0 >> shift;
            w[i + 4 * ROW] = e3 - t0 >> shift;
        }
    }

    private static void rows(int[] w, int from, int blocks) {
        final int shift = BITS + BETWEEN + 3;
        final int half = 1 << (shift - 1);
        for (int i = from; i < from + blocks; i++) {
            int a = w[i + 2 * BLOCKS];
            int b = w[i + 6 * BLOCKS];
            int c = (a + b) * F_0_541;
            int even2 = c - b * F_1_847;
            int even3 = c + a * F_0_765;
            a = w[i];
            b = w[i + 4 * BLOCKS];
            int even0 = (a + b) << BITS;
            int even1 = (a - b) << BITS;
            int e0 = even0 + even3 + half;
            int e3 = even0 - even3 + half;
            int e1 = even1 + even2 + half;
            int e2 = even1 - even2 + half;
            int t0 = w[i + 7 * BLOCKS];
            int t1 = w[i + 5 * BLOCKS];
            int t2 = w[i + 3 * BLOCKS];
            int t3 = w[i + BLOCKS];
            int z1 = (t0 + t3) * -F_0_899;
            int z2 = (t1 + t2) * -F_2_562;
            int z3 = t0 + t2;
            int z4 = t1 + t3;
            int z5 = (z3 + z4) * F_1_175;
            z3 = z3 * -F_1_961 + z5;
            z4 = z4 * -F_0_390 + z5;
            t0 = t0 * F_0_298 + z1 + z3;
            t1 = t1 * F_2_053 + z2 + z4;
            t2 = t2 * F_3_072 + z2 + z3;
            t3 = t3 * F_1_501 + z1 + z4;
            w[i] = e0 + t3 >> shift;
            w[i + 7 * BLOCKS] = e0 - t3 >> shift;
            w[i + BLOCKS] = e1 + t2 >> shift;
            w[i + 6 * BLOCKS] = e1 - t2 >> shift;
            w[i + 2 * BLOCKS] = e2 + t1 >> shift;
            w[i + 5 * BLOCKS] = e2 - t1 >> shift;
            w[i + 3 * BLOCKS] = e3 + t0 >> shift;
            w[i + 4 * BLOCKS] = e3 - t0 >> shift;
        }
    }

    private static void columns4(int[] w, int from, int blocks) {
        final int shift = BITS - BETWEEN + 1;
        final int half = 1 << (shift - 1);
        for (int i = from; i < from + blocks; i++) {
            int even0 = (w[i] << (BITS + 1)) + half;
            int even2 = w[i + 2 * ROW] * F_1_847 - w[i + 6 * ROW] * F_0_765;
            int e0 = even0 + even2;
            int e2 = even0 - even2;
            int z1 = w[i + 7 * ROW];
            int z2 = w[i + 5 * ROW];
            int z3 = w[i + 3 * ROW];
            int z4 = w[i + ROW];
            int t0 = z2 * F_1_451 - z1 * F_0_211 - z3 * F_2_172 + z4 * F_1_061;
            int t2 = z3 * F_0_899 - z1 * F_0_509 - z2 * F_0_601 + z4 * F_2_562;
            w[i] = e0 + t2 >> shift;
            w[i + 3 * ROW] = e0 - t2 >> shift;
            w[i + ROW] = e2 + t0 >> shift;
            w[i + 2 * ROW] = e2 - t0 >> shift;
        }
    }

    private static void rows4(int[] w, int from, int blocks) {
        final int shift = BITS + BETWEEN + 4;
        final int half = 1 << (shift - 1);
        for (int i = from; i < from + blocks; i++) {
            int even0 = (w[i] << (BITS + 1)) + half;
            int even2 = w[i + 2 * BLOCKS] * F_1_847 - w[i + 6 * BLOCKS] * F_0_765;
            int e0 = even0 + even2;
            int e2 = even0 - even2;
            int z1 = w[i + 7 * BLOCKS];
            int z2 = w[i + 5 * BLOCKS];
            int z3 = w[i + 3 * BLOCKS];
            int z4 = w[i + BLOCKS];
            int t0 = z2 * F_1_451 - z1 * F_0_211 - z3 * F_2_172 + z4 * F_1_061;
            int t2 = z3 * F_0_899 - z1 * F_0_509 - z2 * F_0_601 + z4 * F_2_562;
            w[i] = e0 + t2 >> shift;
            w[i + 3 * BLOCKS] = e0 - t2 >> shift;
            w[i + BLOCKS] = e2 + t0 >> shift;
            w[i + 2 * BLOCKS] = e2 - t0 >> shift;
        }
    }

    private static void columns2(int[] w, int from, int blocks) {
        final int shift = BITS - BETWEEN + 2;
        final int half = 1 << (shift - 1);
        for (int i = from; i < from + blocks; i++) {
            int even = (w[i] << (BITS + 2)) + half;
            int odd = w[i + 5 * ROW] * F_0_850
                    - w[i + 7 * ROW] * F_0_720
                    - w[i + 3 * ROW] * F_1_272
                    + w[i + ROW] * F_3_624;
            w[i] = even + odd >> shift;
            w[i + ROW] = even - odd >> shift;
        }
    }

    private static void rows2(int[] w, int from, int blocks) {
        final int shift = BITS + BETWEEN + 5;
        final int half = 1 << (shift - 1);
        for (int i = from; i < from + blocks; i++) {
            int even = (w[i] << (BITS + 2)) + half;
            int odd = w[i + 5 * BLOCKS] * F_0_850
                    - w[i + 7 * BLOCKS] * F_0_720
                    - w[i + 3 * BLOCKS] * F_1_272
                    + w[i + BLOCKS] * F_3_624;
            w[i] = even + odd >> shift;
            w[i + BLOCKS] = even - odd >> shift;
        }
    }
}
