package io.ocelli.imageio;

import java.util.Arrays;

/**
 * The inverse cosine transform of libjpeg, to the bit: its accurate one in whole numbers (Loeffler, Ligtenberg and Moschytz,
 * ICASSP 1989) for blocks of 8 x 8, and those that give 4 x 4, 2 x 2 and one sample.
 *
 * <p>It goes over {@value #BLOCKS} blocks at a time, in which the same coefficient of all lies side by side, in loops so small that
 * the compiler makes vector code of them: it unrolls no larger ones, and knows within one array alone that what lies a constant
 * distance apart is apart. So the code is many short steps in place.
 */
final class InverseDct {
    /** Blocks that lie side by side. */
    static final int BLOCKS = 64;

    /** Numbers from one row of coefficients to the next. */
    private static final int ROW = 8 * BLOCKS;

    /** Numbers that so many blocks take: eight rows of coefficients, and two for sums between. */
    static final int SIZE = 10 * ROW;

    /** Where the samples of the left half of blocks lie behind a transform, and those of the right half. */
    static final int LEFT = 8 * ROW;

    static final int RIGHT = 9 * ROW;

    /** In which rows a pass of eight leaves its results. */
    private static final int[] PLACES = {0, 4, 6, 2, 7, 5, 3, 1};

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
     * Transforms {@link #BLOCKS} blocks; their coefficients are zeros afterwards. Four samples, 0 to 255, lie in a number, the left
     * one lowest: those of row y of all blocks side by side from y * {@link #BLOCKS} on, behind {@link #LEFT} the first four of a
     * row, where there are eight, the others behind {@link #RIGHT}.
     *
     * @param side 8, 4, 2 or 1
     * @param w coefficients
     * @param from the place of the first
     * @param to {@link #SIZE} numbers
     */
    static void transform(int side, int[] w, int from, int[] to) {
        int length = side * BLOCKS;
        if (side == 1) {
            System.arraycopy(w, from, to, LEFT, length);
            eighth(to, LEFT, length);
        } else {
            pass(side, w, from, ROW, BITS - BETWEEN, 0);
            for (int y = 0; y < side; y++) {
                int row = from + (side == 8 ? PLACES[y] : y) * ROW;
                for (int x = 0; x < 8; x++) {
                    System.arraycopy(w, row + x * BLOCKS, to, x * ROW + y * BLOCKS, BLOCKS);
                }
            }
            pass(side, to, 0, length, BITS + BETWEEN + 3, 128);
        }
        for (int x = 0; side > 1 && x < side; x++) {
            cut(to, x * ROW, length);
        }
        switch (side) {
            case 8 -> {
                leftOfEight(to, length);
                rightOfEight(to, length);
            }
            case 4 -> four(to, length);
            case 2 -> two(to, length);
            default -> cut(to, LEFT, length);
        }
        Arrays.fill(w, from, from + SIZE, 0);
    }

    /** A pass down the columns, of {@code length} blocks and columns side by side; what it gives is more by {@code bias}. */
    private static void pass(int side, int[] w, int from, int length, int bits, int bias) {
        if (side == 8) {
            int end = from + length;
            rotate26(w, from, end);
            ends04(w, from, end, (bias << bits) + (1 << (bits - 1)));
            apart02(w, from, end);
            apart46(w, from, end);
            sums(w, from, end);
            rotateSums(w, from, end);
            rotate71(w, from, end);
            rotate53(w, from, end);
            join01(w, from, end, bits);
            join27(w, from, end, bits);
            join43(w, from, end, bits);
            join65(w, from, end, bits);
        } else if (side == 4) {
            four(w, from, from + length, bits + 1, (bias << bits + 1) + (1 << bits));
        } else {
            two(w, from, from + length, bits + 2, (bias << bits + 2) + (1 << bits + 1));
        }
    }

    private static void rotate26(int[] w, int begin, int end) {
        for (int i = begin; i < end; i++) {
            int a = w[i + 2 * ROW];
            int b = w[i + 6 * ROW];
            int c = (a + b) * F_0_541;
            w[i + 2 * ROW] = c + a * F_0_765;
            w[i + 6 * ROW] = c - b * F_1_847;
        }
    }

    private static void ends04(int[] w, int begin, int end, int rounding) {
        for (int i = begin; i < end; i++) {
            int a = w[i];
            int b = w[i + 4 * ROW];
            w[i] = (a + b << BITS) + rounding;
            w[i + 4 * ROW] = (a - b << BITS) + rounding;
        }
    }

    private static void apart02(int[] w, int begin, int end) {
        for (int i = begin; i < end; i++) {
            int a = w[i];
            int b = w[i + 2 * ROW];
            w[i] = a + b;
            w[i + 2 * ROW] = a - b;
        }
    }

    private static void apart46(int[] w, int begin, int end) {
        for (int i = begin; i < end; i++) {
            int a = w[i + 4 * ROW];
            int b = w[i + 6 * ROW];
            w[i + 4 * ROW] = a + b;
            w[i + 6 * ROW] = a - b;
        }
    }

    private static void sums(int[] w, int begin, int end) {
        for (int i = begin; i < end; i++) {
            w[i + 8 * ROW] = w[i + 7 * ROW] + w[i + 3 * ROW];
        }
        for (int i = begin; i < end; i++) {
            w[i + 9 * ROW] = w[i + 5 * ROW] + w[i + ROW];
        }
    }

    private static void rotateSums(int[] w, int begin, int end) {
        for (int i = begin; i < end; i++) {
            int a = w[i + 8 * ROW];
            int b = w[i + 9 * ROW];
            int c = (a + b) * F_1_175;
            w[i + 8 * ROW] = c - a * F_1_961;
            w[i + 9 * ROW] = c - b * F_0_390;
        }
    }

    private static void rotate71(int[] w, int begin, int end) {
        for (int i = begin; i < end; i++) {
            int a = w[i + 7 * ROW];
            int b = w[i + ROW];
            int c = (a + b) * -F_0_899;
            w[i + 7 * ROW] = a * F_0_298 + c;
            w[i + ROW] = b * F_1_501 + c;
        }
    }

    private static void rotate53(int[] w, int begin, int end) {
        for (int i = begin; i < end; i++) {
            int a = w[i + 5 * ROW];
            int b = w[i + 3 * ROW];
            int c = (a + b) * -F_2_562;
            w[i + 5 * ROW] = a * F_2_053 + c;
            w[i + 3 * ROW] = b * F_3_072 + c;
        }
    }

    private static void join01(int[] w, int begin, int end, int bits) {
        for (int i = begin; i < end; i++) {
            int even = w[i];
            int odd = w[i + ROW] + w[i + 9 * ROW];
            w[i] = even + odd >> bits;
            w[i + ROW] = even - odd >> bits;
        }
    }

    private static void join27(int[] w, int begin, int end, int bits) {
        for (int i = begin; i < end; i++) {
            int even = w[i + 2 * ROW];
            int odd = w[i + 7 * ROW] + w[i + 8 * ROW];
            w[i + 2 * ROW] = even + odd >> bits;
            w[i + 7 * ROW] = even - odd >> bits;
        }
    }

    private static void join43(int[] w, int begin, int end, int bits) {
        for (int i = begin; i < end; i++) {
            int even = w[i + 4 * ROW];
            int odd = w[i + 3 * ROW] + w[i + 8 * ROW];
            w[i + 4 * ROW] = even + odd >> bits;
            w[i + 3 * ROW] = even - odd >> bits;
        }
    }

    private static void join65(int[] w, int begin, int end, int bits) {
        for (int i = begin; i < end; i++) {
            int even = w[i + 6 * ROW];
            int odd = w[i + 5 * ROW] + w[i + 9 * ROW];
            w[i + 6 * ROW] = even + odd >> bits;
            w[i + 5 * ROW] = even - odd >> bits;
        }
    }

    /** A pass that gives four of eight (libjpeg's jidctred.c). */
    private static void four(int[] w, int begin, int end, int bits, int rounding) {
        for (int i = begin; i < end; i++) {
            w[i + 8 * ROW] = w[i + 2 * ROW] * F_1_847 - w[i + 6 * ROW] * F_0_765;
        }
        for (int i = begin; i < end; i++) {
            int a = (w[i] << BITS + 1) + rounding;
            int b = w[i + 8 * ROW];
            w[i] = a + b;
            w[i + 2 * ROW] = a - b;
        }
        for (int i = begin; i < end; i++) {
            w[i + 8 * ROW] = w[i + 5 * ROW] * F_1_451
                    - w[i + 7 * ROW] * F_0_211
                    - w[i + 3 * ROW] * F_2_172
                    + w[i + ROW] * F_1_061;
        }
        for (int i = begin; i < end; i++) {
            w[i + 9 * ROW] = w[i + 3 * ROW] * F_0_899
                    - w[i + 7 * ROW] * F_0_509
                    - w[i + 5 * ROW] * F_0_601
                    + w[i + ROW] * F_2_562;
        }
        for (int i = begin; i < end; i++) {
            int even = w[i];
            int odd = w[i + 9 * ROW];
            w[i] = even + odd >> bits;
            w[i + 3 * ROW] = even - odd >> bits;
        }
        for (int i = begin; i < end; i++) {
            int even = w[i + 2 * ROW];
            int odd = w[i + 8 * ROW];
            w[i + ROW] = even + odd >> bits;
            w[i + 2 * ROW] = even - odd >> bits;
        }
    }

    /** A pass that gives two of eight. */
    private static void two(int[] w, int begin, int end, int bits, int rounding) {
        for (int i = begin; i < end; i++) {
            w[i + 8 * ROW] = w[i + 5 * ROW] * F_0_850
                    - w[i + 7 * ROW] * F_0_720
                    - w[i + 3 * ROW] * F_1_272
                    + w[i + ROW] * F_3_624;
        }
        for (int i = begin; i < end; i++) {
            int even = (w[i] << BITS + 2) + rounding;
            int odd = w[i + 8 * ROW];
            w[i] = even + odd >> bits;
            w[i + ROW] = even - odd >> bits;
        }
    }

    private static void eighth(int[] w, int begin, int length) {
        for (int i = begin; i < begin + length; i++) {
            w[i] = (w[i] + 4 >> 3) + 128;
        }
    }

    /** Cuts off to 0 to 255, without a branch. */
    private static void cut(int[] w, int begin, int length) {
        for (int i = begin; i < begin + length; i++) {
            int least = w[i] & ~(w[i] >> 31);
            w[i] = (least | 255 - least >> 31) & 255;
        }
    }

    private static void leftOfEight(int[] w, int length) {
        for (int i = 0; i < length; i++) {
            w[i + LEFT] = w[i] | w[i + 4 * ROW] << 8 | w[i + 6 * ROW] << 16 | w[i + 2 * ROW] << 24;
        }
    }

    private static void rightOfEight(int[] w, int length) {
        for (int i = 0; i < length; i++) {
            w[i + RIGHT] = w[i + 7 * ROW] | w[i + 5 * ROW] << 8 | w[i + 3 * ROW] << 16 | w[i + ROW] << 24;
        }
    }

    private static void four(int[] w, int length) {
        for (int i = 0; i < length; i++) {
            w[i + LEFT] = w[i] | w[i + ROW] << 8 | w[i + 2 * ROW] << 16 | w[i + 3 * ROW] << 24;
        }
    }

    private static void two(int[] w, int length) {
        for (int i = 0; i < length; i++) {
            w[i + LEFT] = w[i] | w[i + ROW] << 8;
        }
    }
}
