package io.ocelli.medical;

import java.util.Arrays;

/** What a JPEG-LS scan learned of the errors so far, by contexts (ISO 14495-1, A.2.1, A.5, A.6 and A.7.2). */
final class JpegLsContexts {
    private static final int REGULAR = 365;
    private static final int LEAST_BIAS = -128;
    private static final int LARGEST_BIAS = 127;

    private final JpegLsCoding coding;
    private final JpegLsBits bits;
    private final int[] sizes = new int[REGULAR + 2];
    private final int[] counts = new int[REGULAR + 2];
    private final int[] biases = new int[REGULAR];
    private final int[] corrections = new int[REGULAR];
    private final int[] negatives = new int[2];

    JpegLsContexts(JpegLsCoding coding, JpegLsBits bits) {
        this.coding = coding;
        this.bits = bits;
        Arrays.fill(sizes, Math.max(2, (coding.range() + 32) / 64));
        Arrays.fill(counts, 1);
    }

    private static int parameter(int count, int size) {
        int k = 0;
        while (k < 24 && (long) count << k < size) {
            k++;
        }
        return k;
    }

    /** The next sample of the regular mode: a context -364 to 364, a prediction. */
    int sample(int context, int prediction) {
        int sign = context < 0 ? -1 : 1;
        int q = Math.abs(context);
        int predicted = Math.max(0, Math.min(coding.largest(), prediction + sign * corrections[q]));
        int k = parameter(counts[q], sizes[q]);
        int mapped = bits.golomb(k, coding.limit(), coding.rangeBits());
        boolean swapped = coding.near() == 0 && k == 0 && 2 * biases[q] <= -counts[q];
        int error = mapped % 2 == 0 ? mapped / 2 : -(mapped + 1) / 2;
        error = swapped ? -error - 1 : error;
        learn(q, error);
        return coding.reconstructed(predicted, sign * error);
    }

    private void learn(int q, int error) {
        biases[q] += error * (2 * coding.near() + 1);
        sizes[q] += Math.abs(error);
        if (counts[q] == coding.reset()) {
            sizes[q] >>= 1;
            biases[q] >>= 1;
            counts[q] >>= 1;
        }
        counts[q]++;
        if (biases[q] <= -counts[q]) {
            biases[q] = Math.max(biases[q] + counts[q], -counts[q] + 1);
            corrections[q] = Math.max(LEAST_BIAS, corrections[q] - 1);
        } else if (biases[q] > 0) {
            biases[q] = Math.min(biases[q] - counts[q], 0);
            corrections[q] = Math.min(LARGEST_BIAS, corrections[q] + 1);
        }
    }

    /**
     * The sample that ends a run.
     *
     * @param alike whether its neighbours are as good as equal, which is a context of its own
     * @param runBits bits that the run's remainder took
     */
    int afterRun(boolean alike, int left, int above, int runBits) {
        int type = alike ? 1 : 0;
        int q = REGULAR + type;
        int k = parameter(counts[q], alike ? sizes[q] + (counts[q] >> 1) : sizes[q]);
        int mapped = bits.golomb(k, coding.limit() - runBits - 1, coding.rangeBits());
        int doubled = mapped + type;
        boolean odd = doubled % 2 != 0;
        int size = (doubled + 1) / 2;
        boolean likelyNegative = k != 0 || 2 * negatives[type] >= counts[q];
        int error = likelyNegative == odd ? -size : size;
        if (error < 0) {
            negatives[type]++;
        }
        sizes[q] += (mapped + 1 - type) >> 1;
        if (counts[q] == coding.reset()) {
            sizes[q] >>= 1;
            counts[q] >>= 1;
            negatives[type] >>= 1;
        }
        counts[q]++;
        if (alike) {
            return coding.reconstructed(left, error);
        }
        return coding.reconstructed(above, left > above ? -error : error);
    }
}
