package io.ocelli.metrics;

import java.io.Serializable;

/** Counts of pairs (row, column) that were met, in a table whose memory grows with their number and not with the classes. */
final class PairCounts implements Serializable {
    private static final long serialVersionUID = 1;

    private final long columns;
    /** The pair's place in the matrix, and 1; 0 where there is none. A power of two of places, at most half of them taken. */
    private long[] places;

    private long[] counts;
    private int taken;

    PairCounts(int columns) {
        this(columns, new long[64], new long[64], 0);
    }

    private PairCounts(long columns, long[] places, long[] counts, int taken) {
        this.columns = columns;
        this.places = places;
        this.counts = counts;
        this.taken = taken;
    }

    PairCounts copy() {
        return new PairCounts(columns, places.clone(), counts.clone(), taken);
    }

    /** Is told of a pair that was met. */
    interface Reader {
        void read(int row, int column, long count);
    }

    void add(int row, int column, long count) {
        if (2 * taken >= places.length) {
            grow();
        }
        long place = row * columns + column + 1;
        int at = find(places, place);
        if (places[at] == 0) {
            places[at] = place;
            taken++;
        }
        counts[at] += count;
    }

    long of(int row, int column) {
        return counts[find(places, row * columns + column + 1)];
    }

    /** In no order. */
    void forEach(Reader reader) {
        for (int i = 0; i < places.length; i++) {
            if (places[i] != 0) {
                reader.read((int) ((places[i] - 1) / columns), (int) ((places[i] - 1) % columns), counts[i]);
            }
        }
    }

    private void grow() {
        long[] more = new long[2 * places.length];
        long[] theirs = new long[more.length];
        for (int i = 0; i < places.length; i++) {
            if (places[i] != 0) {
                int at = find(more, places[i]);
                more[at] = places[i];
                theirs[at] = counts[i];
            }
        }
        places = more;
        counts = theirs;
    }

    /** Where a place is, or is to be. */
    private static int find(long[] places, long place) {
        int mask = places.length - 1;
        int at = (int) ((place * 0x9E3779B97F4A7C15L) >>> 33) & mask;
        while (places[at] != 0 && places[at] != place) {
            at = at + 1 & mask;
        }
        return at;
    }
}
