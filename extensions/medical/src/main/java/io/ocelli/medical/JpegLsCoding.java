package io.ocelli.medical;

/** The parameters of a JPEG-LS scan (ISO 14495-1, A.2.1 and C.2.4.1), those that are 0 at their defaults. */
record JpegLsCoding(int largest, int near, int t1, int t2, int t3, int reset) {
    static JpegLsCoding of(int largest, int near, int[] preset) {
        int[] t = defaults(largest, near);
        return new JpegLsCoding(
                largest,
                near,
                preset[1] == 0 ? t[0] : preset[1],
                preset[2] == 0 ? t[1] : preset[2],
                preset[3] == 0 ? t[2] : preset[3],
                preset[4] == 0 ? 64 : preset[4]);
    }

    private static int[] defaults(int largest, int near) {
        int[] basic = {3, 7, 21};
        int[] t = new int[3];
        int least = near + 1;
        for (int i = 0; i < 3; i++) {
            int allowance = (3 + 2 * i) * near;
            int threshold;
            if (largest >= 128) {
                int factor = (Math.min(largest, 4095) + 128) / 256;
                threshold = factor * (basic[i] - 2 - i) + 2 + i + allowance;
            } else {
                int factor = 256 / (largest + 1);
                threshold = Math.max(2 + i, basic[i] / factor + allowance);
            }
            t[i] = threshold > largest || threshold < least ? least : threshold;
            least = t[i];
        }
        return t;
    }

    int range() {
        return (largest + 2 * near) / (2 * near + 1) + 1;
    }

    /** Bits of a number below the range. */
    int rangeBits() {
        return 32 - Integer.numberOfLeadingZeros(range() - 1);
    }

    /** The longest code. */
    int limit() {
        int bits = Math.max(2, 32 - Integer.numberOfLeadingZeros(largest));
        return 2 * (bits + Math.max(8, bits));
    }

    /** One of nine classes of a gradient, -4 to 4. */
    int quantised(int gradient) {
        int size = Math.abs(gradient);
        int quantised = size >= t3 ? 4 : size >= t2 ? 3 : size >= t1 ? 2 : size > near ? 1 : 0;
        return gradient < 0 ? -quantised : quantised;
    }

    /** The sample of a prediction and an error, which wraps around the range. */
    int reconstructed(int predicted, int error) {
        int step = 2 * near + 1;
        int value = predicted + error * step;
        if (value < -near) {
            value += range() * step;
        } else if (value > largest + near) {
            value -= range() * step;
        }
        return Math.max(0, Math.min(largest, value));
    }
}
