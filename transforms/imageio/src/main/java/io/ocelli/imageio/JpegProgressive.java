package io.ocelli.imageio;

import java.io.IOException;

/**
 * Blocks of progressive scans (ITU-T T.81, annex G): some of their coefficients, or one more bit of each.
 */
final class JpegProgressive implements JpegScan.Coding {
    private final int from;
    private final int to;
    private final boolean again;
    private final int low;

    /** Blocks to come in which nothing begins any more. */
    private int empty;

    /**
     * A scan of the coefficients {@code from} to {@code to}.
     *
     * @param high the lowest bit that they have; 0 where this is their first scan
     * @param low the lowest that they get
     */
    JpegProgressive(int from, int to, int high, int low) throws IOException {
        if (from > to || to > 63 || from == 0 && to != 0 || low > 13 || high != 0 && high != low + 1) {
            throw new IOException("a progressive scan of it is of coefficients " + from + " to " + to + ", bits " + high
                    + " to " + low + ", which none is");
        }
        this.from = from;
        this.to = to;
        this.again = high != 0;
        this.low = low;
    }

    @Override
    public void restart() {
        empty = 0;
    }

    @Override
    public void block(JpegBits bits, JpegScan.Part part, int row, int column) throws IOException {
        JpegComponent component = part.component;
        short[] all = component.stored();
        int place = (row * component.blocksAcross + column) * 64;
        if (from > 0) {
            if (again) {
                refine(bits, part.others, all, place);
            } else {
                begin(bits, part.others, all, place);
            }
        } else if (again) {
            all[place] |= (short) (bits.take(1) << low);
        } else {
            all[place] = (short) (JpegScan.first(bits, part) << low);
        }
        bits.check();
    }

    private void begin(JpegBits bits, JpegHuffman table, short[] all, int place) throws IOException {
        if (empty > 0) {
            empty--;
            return;
        }
        for (int k = from; k <= to; k++) {
            int code = bits.take(table);
            int skipped = code & 15;
            int value = code >> 4;
            if (value != 0) {
                k += skipped;
                all[place + JpegComponent.ZIGZAG[k]] = (short) (value << low);
            } else if (skipped == 15) {
                k += 15;
            } else {
                empty = (1 << skipped) - 1 + bits.take(skipped);
                break;
            }
        }
    }

    private void refine(JpegBits bits, JpegHuffman table, short[] all, int place) throws IOException {
        int k = from;
        if (empty == 0) {
            while (k <= to) {
                int code = bits.take(table);
                int skipped = code & 15;
                int value = code >> 4;
                if (value == 0 && skipped < 15) {
                    empty = (1 << skipped) + bits.take(skipped);
                    break;
                }
                if (value > 1 || value < -1) {
                    throw new IOException("a coefficient of it begins with more than one bit");
                }
                while (k <= to) {
                    int at = place + JpegComponent.ZIGZAG[k];
                    if (all[at] != 0) {
                        refine(bits, all, at);
                    } else if (skipped-- == 0) {
                        all[at] = (short) (value << low);
                        k++;
                        break;
                    }
                    k++;
                }
            }
        }
        if (empty > 0) {
            for (; k <= to; k++) {
                int at = place + JpegComponent.ZIGZAG[k];
                if (all[at] != 0) {
                    refine(bits, all, at);
                }
            }
            empty--;
        }
    }

    /** One more bit of a coefficient that is not zero. */
    private void refine(JpegBits bits, short[] all, int at) {
        if (bits.take(1) == 1 && (all[at] & 1 << low) == 0) {
            all[at] += (short) (all[at] > 0 ? 1 << low : -(1 << low));
        }
    }
}
