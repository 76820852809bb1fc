package io.ocelli.serving;

import com.google.common.collect.ImmutableList;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Does the same work on many elements, a batch a thread, as many threads as there are processors, and gives the results in
 * the elements' order. Each thread takes its batch from file to answer: nothing is handed from one to another, so no
 * processor waits while there are batches, and caches stay warm.
 *
 * <p>Elements are read from their source only as the results are taken, and {@link #BATCHES_AHEAD} batches a processor
 * ahead. For one taking thread; {@link #close} may be called from any.
 */
final class ParallelBatches<T, R> implements Iterator<R>, AutoCloseable {
    static final int BATCHES_AHEAD = 2;

    /** How long a thread waits for work; a new one costs less than a millisecond. */
    private static final int IDLE_MILLIS = 100;

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final Iterator<? extends T> source;
    private final int batch;
    private final Function<List<T>, List<R>> work;
    private final int ahead;
    private final ThreadPoolExecutor threads;
    private final Deque<Future<List<R>>> running = new ArrayDeque<>();
    private Iterator<R> ready = Collections.emptyIterator();
    /** What the source threw; it is told behind the results of what it gave before. */
    private @Nullable Throwable failure;

    private long read;

    ParallelBatches(Iterator<? extends T> source, int batch, Function<List<T>, List<R>> work) {
        this.source = source;
        this.batch = batch;
        this.work = work;
        int processors = Runtime.getRuntime().availableProcessors();
        this.ahead = BATCHES_AHEAD * processors;
        this.threads = new ThreadPoolExecutor(
                processors,
                processors,
                IDLE_MILLIS,
                TimeUnit.MILLISECONDS,
                new LinkedBlockingQueue<>(),
                ParallelBatches::thread);
        // A stream that is neither read to its end nor closed keeps no thread.
        threads.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "ocelli-classify-" + NUMBER.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    /** The largest batch, up to {@code most}, that gives every processor its share of so many elements. */
    static int batch(int elements, int most) {
        int processors = Runtime.getRuntime().availableProcessors();
        return Math.max(1, Math.min(most, (elements + processors - 1) / processors));
    }

    @Override
    public boolean hasNext() {
        boolean whole = false;
        try {
            while (!ready.hasNext()) {
                readAhead();
                Future<List<R>> first = running.poll();
                if (first == null) {
                    close();
                    throwFailure();
                    whole = true;
                    return false;
                }
                ready = result(first).iterator();
            }
            whole = true;
            return true;
        } finally {
            if (!whole) {
                close();
            }
        }
    }

    @Override
    public R next() {
        if (!hasNext()) {
            throw new NoSuchElementException("The last answer was taken");
        }
        return ready.next();
    }

    private void readAhead() {
        while (failure == null && running.size() < ahead && !threads.isShutdown()) {
            List<T> elements = new ArrayList<>(batch);
            try {
                while (elements.size() < batch && source.hasNext()) {
                    elements.add(present(source.next()));
                }
            } catch (RuntimeException | Error e) { // told when what came before it was taken
                failure = e;
            }
            if (elements.isEmpty()) {
                return;
            }
            List<T> taken = ImmutableList.copyOf(elements);
            try {
                running.add(threads.submit(() -> work.apply(taken)));
            } catch (RejectedExecutionException e) {
                throw cancelled("the stream was closed");
            }
        }
    }

    private T present(T element) {
        if (element == null) {
            throw new NullPointerException(
                    "Something stands at each place, and at " + read + ", counted from 0, is null");
        }
        read++;
        return element;
    }

    private void throwFailure() {
        Throwable thrown = failure;
        failure = null;
        if (thrown instanceof RuntimeException) {
            throw (RuntimeException) thrown;
        }
        if (thrown instanceof Error) {
            throw (Error) thrown;
        }
    }

    private List<R> result(Future<List<R>> task) {
        if (threads.isShutdown()) {
            throw cancelled("the stream was closed");
        }
        try {
            return task.get();
        } catch (CancellationException e) {
            throw cancelled("the stream was closed");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cancelled("its thread was interrupted");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof RuntimeException) {
                throw (RuntimeException) cause;
            }
            if (cause instanceof Error) {
                throw (Error) cause;
            }
            throw new IllegalStateException(cause);
        }
    }

    private static CancellationException cancelled(String why) {
        return new CancellationException("Pictures are classified until the stream is closed, and " + why);
    }

    /** Ends the threads; a batch that runs is finished, and nobody gets it. Who waits for one that does not run is told. */
    @Override
    public void close() {
        threads.shutdown();
        List<Runnable> waiting = new ArrayList<>();
        threads.getQueue().drainTo(waiting);
        for (Runnable task : waiting) {
            ((Future<?>) task).cancel(false);
        }
    }
}
