package io.ocelli.explanation;

/** Colours for numbers from 0 to 1. */
final class ColourMap {
    /**
     * Perceptually uniform: lightness rises evenly, and readers with any colour vision see the order. Ten colours of matplotlib's
     * viridis (van der Walt and Smith 2015), and what lies between them on straight lines.
     */
    static final ColourMap VIRIDIS = new ColourMap(
            0x440154, 0x482878, 0x3E4989, 0x31688E, 0x26828E, 0x1F9E89, 0x35B779, 0x6ECE58, 0xB5DE2B, 0xFDE725);

    private final int[] colours;

    private ColourMap(int... colours) {
        this.colours = colours;
    }

    /** The colour of a number as 0xRRGGBB; below 0 that of 0, above 1 that of 1. */
    int at(double number) {
        double at = Math.min(1, Math.max(0, number)) * (colours.length - 1);
        int lower = Math.min(colours.length - 2, (int) at);
        int colour = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int from = colours[lower] >> shift & 255;
            int to = colours[lower + 1] >> shift & 255;
            colour |= (int) Math.round(from + (at - lower) * (to - from)) << shift;
        }
        return colour;
    }
}
