package io.ocelli.medical;

/**
 * How large the steps of a component's coefficients are (ISO 15444-1, A.6.4 and annex E).
 *
 * @param guard bits that are there for what overflows
 * @param steps of each band the exponent above eleven bits of the mantissa; one where the others derive from it
 */
record Jpeg2000Quantisation(int guard, boolean derived, boolean none, int[] steps) {
    static Jpeg2000Quantisation of(Bytes segment, int at) {
        int style = segment.u8(at);
        int kind = style & 31;
        if (kind > 2) {
            throw segment.malformed(at, "JPEG 2000 is quantised in one of three ways, received " + kind);
        }
        int size = kind == 0 ? 1 : 2;
        int count = kind == 1 ? 1 : (segment.end - at - 1) / size;
        int[] steps = new int[count];
        for (int i = 0; i < count; i++) {
            int place = at + 1 + size * i;
            steps[i] = kind == 0 ? segment.u8(place) >> 3 << 11 : segment.u16(place, true);
        }
        return new Jpeg2000Quantisation(style >> 5, kind == 1, kind == 0, steps);
    }

    /** The number of a band: the lowest is 0, the three of each resolution follow. */
    private int step(int band) {
        return steps[derived ? 0 : band];
    }

    boolean has(int band) {
        return derived ? steps.length > 0 : band < steps.length;
    }

    /** The exponent of a band of a resolution. */
    int exponent(int band, int resolution) {
        int exponent = step(band) >> 11;
        return derived ? exponent - Math.max(0, resolution - 1) : exponent;
    }

    /** The size of a step, where a coefficient has so many bits. */
    float step(int band, int resolution, int bits) {
        return (float) (Math.scalb(1.0, bits - exponent(band, resolution)) * (1 + (step(band) & 0x7FF) / 2048.0));
    }
}
