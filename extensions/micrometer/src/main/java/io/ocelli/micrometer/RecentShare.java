package io.ocelli.micrometer;

import java.util.BitSet;

/** The share of the last events that were so. Thread-safe. */
final class RecentShare {
    private static final int WINDOW = 1000;

    private final BitSet last = new BitSet(WINDOW);
    private long events;

    synchronized void add(boolean so) {
        last.set((int) (events++ % WINDOW), so);
    }

    /** 0 to 1; not a number before the first event. */
    synchronized double value() {
        return events == 0 ? Double.NaN : last.cardinality() / (double) Math.min(events, WINDOW);
    }
}
