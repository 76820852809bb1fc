package io.ocelli.data;

import io.ocelli.error.ImageException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * Batches of one epoch after the other, being loaded. One thread takes them; {@link #close} may come from any. What is
 * thrown while they are taken is what {@link Batches} throws.
 */
public final class EndlessBatches implements Iterator<Batch>, AutoCloseable {
    private final BatchLoader loader;
    private final List<SkippedPicture> skipped = new ArrayList<>();
    private int epoch;
    private boolean closed;
    private Batches batches;

    EndlessBatches(BatchLoader loader, long firstBatch) {
        if (firstBatch < 0) {
            throw new IllegalArgumentException(
                    "The batches that are passed over are 0 or more, received " + firstBatch);
        }
        int each = loader.batches();
        if (each == 0) {
            throw new IllegalArgumentException("What is loaded without an end has a batch in each epoch, received "
                    + loader.pictures() + " in batches of " + loader.batchSize()
                    + ". Make batchSize smaller, or keep the last batch.");
        }
        this.loader = loader;
        this.epoch = Math.toIntExact(firstBatch / each);
        this.batches = loader.epoch(epoch, (int) (firstBatch % each));
    }

    /** True. */
    @Override
    public boolean hasNext() {
        return true;
    }

    /**
     * The next batch. It holds until the one after it is taken.
     *
     * @throws io.ocelli.error.ImageException if no picture of an epoch can be read
     */
    @Override
    public Batch next() {
        boolean began = false;
        while (!batches.hasNext()) {
            if (began) {
                throw new ImageException("What is loaded without an end has a batch in each epoch, and "
                        + batches.skipped().size() + " of " + loader.pictures().size()
                        + " pictures cannot be read: first "
                        + batches.skipped().get(0).name() + ". Remove or replace them.");
            }
            follow();
            began = true;
        }
        return batches.next();
    }

    /** The next epoch in the place of the one that has ended. */
    private synchronized void follow() {
        skipped.addAll(batches.skipped());
        if (closed) {
            throw new CancellationException("The loading was closed at the end of epoch " + epoch);
        }
        batches = loader.epoch(++epoch);
    }

    /** The broken pictures that were left out so far, in order; once for each epoch. */
    public synchronized List<SkippedPicture> skipped() {
        List<SkippedPicture> all = new ArrayList<>(skipped);
        all.addAll(batches.skipped());
        return Collections.unmodifiableList(all);
    }

    /** Ends the loading and waits for its threads, each of which finishes at most the picture it is at. */
    @Override
    public synchronized void close() {
        closed = true;
        batches.close();
    }
}
