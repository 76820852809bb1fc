package io.ocelli;

import java.util.Locale;

/**
 * How long the stages of a classification took, in milliseconds.
 *
 * @param decode reading the file and decoding it to pixels
 * @param transform resizing and cropping, of each view that decorators take of the picture
 * @param network the network with all that is in its program, normalisation to softmax, as often as decorators run it
 * @param decorators what is around the network, apart from these; close to 0 where nothing is
 */
public record Timings(double decode, double transform, double network, double decorators) {
    static Timings ofNanos(long decode, long transform, long network, long decorators) {
        return new Timings(decode / 1e6, transform / 1e6, network / 1e6, decorators / 1e6);
    }

    /** All stages together. */
    public double total() {
        return decode + transform + network + decorators;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "decode %.2f ms, transform %.2f ms, network %.2f ms, decorators %.2f ms, total %.2f ms",
                decode,
                transform,
                network,
                decorators,
                total());
    }
}
