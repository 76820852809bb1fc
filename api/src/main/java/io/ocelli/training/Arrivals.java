package io.ocelli.training;

import io.ocelli.training.Source.Lot;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * An epoch's batches as they arrive, of which it says whether one is the last. Where broken pictures are skipped that is known
 * only when the next has been waited for; and it is waited for only if somebody wants to know.
 */
final class Arrivals implements AutoCloseable {
    private final Source.Epoch batches;
    private final int planned;
    private final boolean ahead;
    private final boolean dropsOne;
    private int taken;
    private @Nullable Lot next;

    /**
     * @param from how many batches are passed over
     * @param looksAhead whether {@link #last} is asked
     * @param dropsOne whether a batch of one sample is left out
     */
    Arrivals(Source source, int epoch, int from, boolean looksAhead, boolean dropsOne) {
        this.planned = source.batches();
        this.taken = from;
        this.ahead = looksAhead && !source.exact();
        this.dropsOne = dropsOne;
        this.batches = source.epoch(epoch, from);
    }

    boolean hasNext() {
        while (next == null && batches.hasNext()) {
            Lot lot = batches.next();
            next = dropsOne && lot.size() == 1 ? null : lot;
        }
        return next != null;
    }

    /** The next batch; it holds until {@link #hasNext} is asked or another is taken. */
    Lot next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException("All batches of the epoch were taken");
        }
        Lot lot = next;
        next = null;
        taken++;
        if (ahead) {
            lot = lot.copy();
            hasNext();
        }
        return lot;
    }

    /** Whether the batch that was taken last is the epoch's last. */
    boolean last() {
        return ahead ? next == null : taken == planned;
    }

    @Override
    public void close() {
        batches.close();
    }
}
