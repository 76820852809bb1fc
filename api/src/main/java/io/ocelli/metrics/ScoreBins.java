package io.ocelli.metrics;

import java.io.Serializable;

/**
 * An order of scores in bins, finer where more scores lie: of probabilities near 0 and near 1 by the octave of the distance to
 * them, and some for what is below 0 and above 1. The same for all scores, so that counts can be added up.
 */
final class ScoreBins implements Serializable {
    private static final long serialVersionUID = 1;

    private static final int OCTAVES = 32;
    private static final int MANTISSA = 23;
    private static final int EXPONENT_OF_HALF = 126;
    private static final int EXPONENT_OF_ONE = 127;
    private static final int EXPONENTS_ABOVE_ONE = 128;

    private final int outside;
    private final int half;

    /** @param bins 512 or more, a power of two */
    ScoreBins(int bins) {
        this.outside = bins / 8;
        this.half = 3 * bins / 8;
    }

    /** The bin of a score that is a number; a higher one has the same bin or a higher one. */
    int of(float score) {
        if (score < 0) {
            return outside - 1 - large(1 - score);
        }
        if (score > 1) {
            return outside + 2 * half + large(score);
        }
        return score < 0.5f ? outside + small(score) : outside + 2 * half - 1 - small(1 - score);
    }

    /** From 0 at 0 to {@code half - 1} at a half. */
    private int small(float distance) {
        int bits = Float.floatToRawIntBits(distance);
        int octave = (bits >>> MANTISSA) - EXPONENT_OF_HALF + OCTAVES;
        if (octave < 0) {
            return 0;
        }
        int parts = half / OCTAVES;
        return octave >= OCTAVES ? half - 1 : octave * parts + part(bits, parts);
    }

    /** From 0 at 1 to {@code outside - 1} at infinity. */
    private int large(float score) {
        int bits = Float.floatToRawIntBits(score);
        int octave = (bits >>> MANTISSA) - EXPONENT_OF_ONE;
        int parts = outside / EXPONENTS_ABOVE_ONE;
        return parts > 0
                ? Math.min(outside - 1, octave * parts + part(bits, parts))
                : Math.min(outside - 1, octave * outside / EXPONENTS_ABOVE_ONE);
    }

    private static int part(int bits, int parts) {
        return (int) ((long) (bits & (1 << MANTISSA) - 1) * parts >>> MANTISSA);
    }
}
