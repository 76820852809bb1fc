package io.ocelli.serving;

import java.util.Locale;

/**
 * What a cascade has saved so far. Safe for any number of threads; times are those of the threads that asked, added up, and the
 * first picture, on which a cascade is tried when it is opened, counts as any other.
 */
public final class CascadeTally {
    private long pictures;
    private long wentOn;
    private long firstNanos;
    private long restNanos;

    /**
     * Counts a batch.
     *
     * @param asked how many pictures the first network saw
     * @param further how many of them the second saw, too
     * @param first the first's time, in nanoseconds
     * @param rest the second's
     */
    synchronized void add(int asked, int further, long first, long rest) {
        pictures += asked;
        wentOn += further;
        firstNanos += first;
        restNanos += rest;
    }

    /** Begins anew. */
    public synchronized void reset() {
        pictures = 0;
        wentOn = 0;
        firstNanos = 0;
        restNanos = 0;
    }

    /** How many pictures were asked about. */
    public synchronized long pictures() {
        return pictures;
    }

    /** The share of them that went on to the second network; not a number where there was none. */
    public synchronized double share() {
        return (double) wentOn / pictures;
    }

    /**
     * The share of the time that the second network alone would have taken for all, going by what it took for those that it saw;
     * not a number where it saw none. Negative where nothing is saved.
     */
    public synchronized double saved() {
        return wentOn == 0
                ? Double.NaN
                : 1 - (firstNanos + restNanos) * (double) wentOn / ((double) restNanos * pictures);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "%d pictures, %.1f %% went on, %.1f %% saved", pictures(), 100 * share(), 100 * saved());
    }
}
