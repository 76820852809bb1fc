package io.ocelli.medical;

/**
 * What a decoder found in a frame.
 *
 * @param samples row by row, those of a pixel side by side
 * @param precision bits that they have
 */
record Decoded(int[] samples, int precision) {
    /** The stored values that a format means by them. */
    int[] stored(PixelFormat format) {
        int bits = Math.min(precision, format.stored());
        for (int i = 0; i < samples.length; i++) {
            samples[i] = format.extend(samples[i], bits);
        }
        return samples;
    }
}
