package io.ocelli.medical;

/** From luminance and two colour differences to red, green, blue (PS3.3, C.7.6.3.1.2; ITU-R BT.601). */
final class Colours {
    private Colours() {}

    /** Writes the three bytes of a pixel. */
    static void fromYbr(int y, int blue, int red, byte[] to, int at) {
        double cb = blue - 128;
        double cr = red - 128;
        to[at] = level(y + 1.402 * cr);
        to[at + 1] = level(y - 0.114 * 1.772 / 0.587 * cb - 0.299 * 1.402 / 0.587 * cr);
        to[at + 2] = level(y + 1.772 * cb);
    }

    private static byte level(double value) {
        return (byte) Math.max(0, Math.min(255, Math.floor(value + 0.5)));
    }
}
