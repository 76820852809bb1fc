package io.ocelli.data;

import com.google.common.util.concurrent.Uninterruptibles;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The batches of an epoch, being loaded. One thread takes them; {@link #close} may come from any, after which none of the
 * loader's threads is left. Batches that were all taken, or failed, close by themselves.
 *
 * <p>Taking a batch throws, when its turn has come, what kept one of its pictures away: an {@link
 * io.ocelli.error.ImageException} for a broken one unless these are skipped. If the taking thread is interrupted, or another
 * closes, it throws a {@link CancellationException}, and an interrupted thread stays interrupted.
 */
public final class Batches implements Iterable<Batch>, Iterator<Batch>, AutoCloseable {
    private final BatchLoader loader;
    private final int epoch;
    /** What its pictures carry: of a data set of one's own it may take a look at each. */
    private final Map<String, Datum.Kind> carried;

    private final int[] order;
    /** How often each of the order came in it before. */
    private final int[] before;

    private final ExecutorService threads;
    private final List<Thread> started = new CopyOnWriteArrayList<>();
    private final Deque<Future<Prepared>> underway = new ArrayDeque<>();
    private final List<SkippedPicture> skipped = Collections.synchronizedList(new ArrayList<>());
    private int begun;
    private int taken;
    private @Nullable List<Prepared> gathered;
    private @Nullable Memory memory;
    private volatile boolean closed;
    private boolean finished;

    Batches(BatchLoader loader, int epoch, int firstBatch) {
        this.loader = loader;
        this.carried = loader.pictures().carries();
        this.epoch = epoch;
        this.order = loader.order(epoch);
        this.before = before(order, loader.pictures().size());
        this.taken = firstBatch;
        this.begun = (int) Math.min(order.length, (long) firstBatch * loader.batchSize());
        AtomicInteger number = new AtomicInteger();
        this.threads = Executors.newFixedThreadPool(loader.threads(), task -> {
            Thread thread = new Thread(task, "ocelli-loader-" + number.getAndIncrement());
            thread.setDaemon(true);
            started.add(thread);
            return thread;
        });
        begin();
    }

    private static int[] before(int[] order, int pictures) {
        int[] counts = new int[pictures];
        int[] before = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            before[i] = counts[order[i]]++;
        }
        return before;
    }

    /** These batches themselves: they are gone through once. */
    @Override
    public Iterator<Batch> iterator() {
        return this;
    }

    /** Whether there is another batch; waits until that is known. */
    @Override
    public boolean hasNext() {
        if (gathered == null && !finished) {
            List<Prepared> next;
            try {
                next = gather();
            } catch (Throwable e) {
                finished = true;
                close();
                throw e;
            }
            if (next.isEmpty() || next.size() < loader.batchSize() && loader.lastBatch() == LastBatch.DROP) {
                finished = true;
                close();
            } else {
                gathered = next;
            }
        }
        return gathered != null;
    }

    /**
     * The next batch. It holds until the one after it is taken.
     *
     * @throws IllegalArgumentException if its pictures are not of one size
     * @throws NoSuchElementException if there is none
     */
    @Override
    public Batch next() {
        if (!hasNext() || gathered == null) {
            throw new NoSuchElementException("All batches of epoch " + epoch + " were taken");
        }
        List<Prepared> pictures = gathered;
        gathered = null;
        try {
            return batch(pictures);
        } catch (Throwable e) {
            finished = true;
            close();
            throw e;
        }
    }

    /** The broken pictures that were left out so far, in order. */
    public List<SkippedPicture> skipped() {
        synchronized (skipped) {
            return Collections.unmodifiableList(new ArrayList<>(skipped));
        }
    }

    /** Ends the loading and waits for its threads, each of which finishes at most the picture it is at. */
    @Override
    public void close() {
        closed = true;
        for (Runnable waiting : threads.shutdownNow()) {
            ((Future<?>) waiting).cancel(false);
        }
        // The pool calls itself terminated a little before its threads have ended.
        started.forEach(Uninterruptibles::joinUninterruptibly);
        synchronized (this) {
            if (memory != null) {
                loader.giveBack(memory);
                memory = null;
            }
        }
    }

    /** The pictures of the next batch, in order; fewer at the end. */
    private List<Prepared> gather() {
        List<Prepared> pictures = new ArrayList<>(loader.batchSize());
        while (pictures.size() < loader.batchSize() && !underway.isEmpty()) {
            Prepared picture = await(underway.remove());
            begin();
            if (picture.broken() && loader.onBroken() == OnBroken.SKIP) {
                skipped.add(picture.skipped());
            } else {
                picture.check();
                pictures.add(picture);
            }
        }
        return pictures;
    }

    private Prepared await(Future<Prepared> picture) {
        try {
            return picture.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cancelled("its thread was interrupted");
        } catch (CancellationException e) {
            throw cancelled("it was closed");
        } catch (ExecutionException e) {
            throw new AssertionError(e); // a failure is a value here
        }
    }

    /** Hands out work up to the bound. */
    private void begin() {
        while (begun < order.length && underway.size() < loader.samplesAhead()) {
            int index = order[begun];
            int came = before[begun];
            try {
                underway.add(threads.submit(() -> loader.prepare(index, epoch, came)));
            } catch (RejectedExecutionException e) {
                throw cancelled("it was closed");
            }
            begun++;
        }
    }

    private CancellationException cancelled(String why) {
        return new CancellationException("The loading of epoch " + epoch + " ended before its last batch: " + why);
    }

    private synchronized Batch batch(List<Prepared> pictures) {
        if (closed) {
            throw cancelled("it was closed");
        }
        int count = loader.lastBatch() == LastBatch.PAD ? loader.batchSize() : pictures.size();
        if (memory == null) {
            memory = loader.lend();
        }
        Batch batch = Collation.batch(
                pictures,
                count,
                Math.min(loader.batchSize(), order.length),
                loader.pictures().classes().size(),
                carried,
                loader.intensities(),
                memory);
        return loader.finish(batch, epoch, taken++);
    }
}
