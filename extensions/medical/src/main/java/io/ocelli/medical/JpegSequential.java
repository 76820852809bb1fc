package io.ocelli.medical;

import java.util.Arrays;

/** Scans of blocks that were transformed by cosines (ISO 10918-1, annexes A and F). */
final class JpegSequential {
    private static final int[] ZIGZAG = zigzag();

    private final JpegScan scan;
    private final JpegBits bits;
    private final int[] predicted;
    private final long[] block = new long[64];
    private int since;

    JpegSequential(JpegScan scan) {
        this.scan = scan;
        this.bits = new JpegBits(scan.bytes(), scan.begin());
        this.predicted = new int[scan.parts().length];
    }

    private static int[] zigzag() {
        int[] order = new int[64];
        int i = 0;
        for (int sum = 0; sum < 15; sum++) {
            for (int step = 0; step <= sum; step++) {
                int row = sum % 2 == 0 ? sum - step : step;
                int column = sum - row;
                if (row < 8 && column < 8) {
                    order[i++] = row * 8 + column;
                }
            }
        }
        return order;
    }

    /** Decodes the scan; where it ends. Several components are interleaved by their sampling factors. */
    int decode() {
        JpegScan.Part[] parts = scan.parts();
        JpegComponent lead = parts[0].component();
        boolean interleaved = parts.length > 1;
        int unitsAcross = interleaved ? lead.stride / 8 / lead.across : (lead.width + 7) / 8;
        int unitsDown = interleaved ? lead.plane.length / lead.stride / 8 / lead.down : (lead.height + 7) / 8;
        for (int y = 0; y < unitsDown; y++) {
            for (int x = 0; x < unitsAcross; x++) {
                restartIfDue();
                for (int p = 0; p < parts.length; p++) {
                    JpegComponent component = parts[p].component();
                    int across = interleaved ? component.across : 1;
                    int down = interleaved ? component.down : 1;
                    for (int b = 0; b < across * down; b++) {
                        coefficients(p);
                        write(component, (y * down + b / across) * 8, (x * across + b % across) * 8);
                    }
                }
            }
        }
        return bits.position();
    }

    private void restartIfDue() {
        if (scan.interval() > 0 && since == scan.interval()) {
            bits.restart();
            Arrays.fill(predicted, 0);
            since = 0;
        }
        since++;
    }

    private void coefficients(int p) {
        JpegScan.Part part = scan.parts()[p];
        int[] steps = scan.present(part.steps(), "quantisation");
        HuffmanTable ac = scan.present(part.ac(), "Huffman");
        Arrays.fill(block, 0);
        int category = scan.present(part.dc(), "Huffman").decode(bits);
        if (category > 15) {
            throw bits.malformed("a difference has at most 15 bits");
        }
        predicted[p] += bits.difference(category);
        block[0] = (long) predicted[p] * steps[0];
        for (int i = 1; i < 64; i++) {
            int symbol = ac.decode(bits);
            int run = symbol >> 4;
            int size = symbol & 15;
            if (size == 0) {
                if (run != 15) {
                    return;
                }
                i += 15;
                continue;
            }
            i += run;
            if (i > 63) {
                throw bits.malformed("a block has 64 coefficients");
            }
            block[ZIGZAG[i]] = (long) bits.difference(size) * steps[i];
        }
    }

    private void write(JpegComponent component, int top, int left) {
        InverseCosines.transform(block);
        int middle = 1 << (scan.precision() - 1);
        for (int y = 0; y < 8; y++) {
            for (int x = 0; x < 8; x++) {
                long value = block[y * 8 + x] + middle;
                component.plane[(top + y) * component.stride + left + x] =
                        (int) Math.max(0, Math.min(2L * middle - 1, value));
            }
        }
    }
}
