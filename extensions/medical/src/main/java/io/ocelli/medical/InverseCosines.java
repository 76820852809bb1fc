package io.ocelli.medical;

/**
 * The inverse cosine transform of 8 x 8 coefficients, by the factorisation of Loeffler, Ligtenberg and Moschytz (ICASSP
 * 1989) in whole numbers of 13 fractional bits, rounded where libjpeg does, so that decoders agree to the bit.
 */
final class InverseCosines {
    private static final int FRACTION = 13;
    /** Fractional bits that are kept between columns and rows. */
    private static final int KEPT = 2;

    private static final long ROTATE_6 = fixed(0.541196100);
    private static final long ROTATE_6_SUM = fixed(1.847759065);
    private static final long ROTATE_6_DIFFERENCE = fixed(0.765366865);
    private static final long ODD = fixed(1.175875602);
    private static final long ODD_17 = fixed(0.899976223);
    private static final long ODD_35 = fixed(2.562915447);
    private static final long ODD_37 = fixed(1.961570560);
    private static final long ODD_15 = fixed(0.390180644);
    private static final long ODD_7 = fixed(0.298631336);
    private static final long ODD_5 = fixed(2.053119869);
    private static final long ODD_3 = fixed(3.072711026);
    private static final long ODD_1 = fixed(1.501321110);

    private InverseCosines() {}

    private static long fixed(double constant) {
        return Math.round(constant * (1 << FRACTION));
    }

    /** Turns coefficients into samples about 0, in place. */
    static void transform(long[] block) {
        for (int column = 0; column < 8; column++) {
            eight(block, column, 8, FRACTION - KEPT);
        }
        for (int row = 0; row < 8; row++) {
            eight(block, 8 * row, 1, FRACTION + KEPT + 3);
        }
    }

    private static void eight(long[] block, int at, int step, int shift) {
        long second = block[at + 2 * step];
        long sixth = block[at + 6 * step];
        long rotated = (second + sixth) * ROTATE_6;
        long low = rotated - sixth * ROTATE_6_SUM;
        long high = rotated + second * ROTATE_6_DIFFERENCE;
        long sum = block[at] + block[at + 4 * step] << FRACTION;
        long difference = block[at] - block[at + 4 * step] << FRACTION;
        long[] even = {sum + high, difference + low, difference - low, sum - high};

        long one = block[at + step];
        long three = block[at + 3 * step];
        long five = block[at + 5 * step];
        long seven = block[at + 7 * step];
        long all = (one + three + five + seven) * ODD;
        long outer = -(one + seven) * ODD_17;
        long inner = -(three + five) * ODD_35;
        long late = all - (three + seven) * ODD_37;
        long early = all - (one + five) * ODD_15;
        long[] odd = {
            one * ODD_1 + outer + early,
            three * ODD_3 + inner + late,
            five * ODD_5 + inner + early,
            seven * ODD_7 + outer + late
        };
        long half = 1L << (shift - 1);
        for (int i = 0; i < 4; i++) {
            block[at + i * step] = even[i] + odd[i] + half >> shift;
            block[at + (7 - i) * step] = even[i] - odd[i] + half >> shift;
        }
    }
}
