package io.ocelli.imageio;

import java.util.Arrays;

/** Blocks of sequential scans: each has all its coefficients. */
final class JpegSequential {
    private JpegSequential() {}

    /** Into the strips of a row of units, multiplied by their steps. */
    static JpegScan.Coding rows() {
        return (bits, part, row, column) -> {
            JpegComponent component = part.component;
            int[] steps = component.steps();
            int place = component.place(row % component.down, column);
            component.strip[place] = JpegScan.first(bits, part) * steps[0];
            bits.block(part.others, component.strip, place, JpegComponent.STRIP_ORDER, steps);
        };
    }

    /** To where all blocks are stored. */
    static JpegScan.Coding stored() {
        int[] block = new int[64];
        int[] ones = new int[JpegComponent.ZIGZAG.length];
        Arrays.fill(ones, 1);
        return (bits, part, row, column) -> {
            JpegComponent component = part.component;
            Arrays.fill(block, 0);
            block[0] = JpegScan.first(bits, part);
            bits.block(part.others, block, 0, JpegComponent.ZIGZAG, ones);
            short[] all = component.stored();
            int to = (row * component.blocksAcross + column) * 64;
            for (int k = 0; k < 64; k++) {
                all[to + k] = (short) block[k];
            }
        };
    }
}
