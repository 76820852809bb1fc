package io.ocelli;

import java.util.Locale;

/**
 * How long the stages of a classification took, in milliseconds.
 *
 * @param decode reading the file and decoding it to pixels
 * @param transform resizing and cropping
 * @param network the network with all that is in its program: normalisation to softmax
 */
public record Timings(double decode, double transform, double network) {
    static Timings ofNanos(long decode, long transform, long network) {
        return new Timings(decode / 1e6, transform / 1e6, network / 1e6);
    }

    /** All stages together. */
    public double total() {
        return decode + transform + network;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "decode %.2f ms, transform %.2f ms, network %.2f ms, total %.2f ms",
                decode,
                transform,
                network,
                total());
    }
}
