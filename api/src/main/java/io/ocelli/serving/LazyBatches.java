package io.ocelli.serving;

import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A stream's work in {@linkplain ParallelBatches parallel batches}. Makes its threads when the first result is asked for, so
 * that a stream which nobody reads costs nothing.
 */
final class LazyBatches<T, R> implements Iterator<R> {
    private final Stream<? extends T> elements;
    private final int batch;
    private final Function<List<T>, List<R>> work;
    private @Nullable ParallelBatches<T, R> batches;

    private LazyBatches(Stream<? extends T> elements, int batch, Function<List<T>, List<R>> work) {
        this.elements = elements;
        this.batch = batch;
        this.work = work;
    }

    /** The results in the elements' order; closing the stream ends the threads and closes the elements. */
    static <T, R> Stream<R> stream(Stream<? extends T> elements, int batch, Function<List<T>, List<R>> work) {
        LazyBatches<T, R> results = new LazyBatches<>(elements, batch, work);
        return StreamSupport.stream(
                        Spliterators.spliteratorUnknownSize(results, Spliterator.ORDERED | Spliterator.NONNULL), false)
                .onClose(results::close);
    }

    private synchronized ParallelBatches<T, R> batches() {
        if (batches == null) {
            batches = new ParallelBatches<>(elements.iterator(), batch, work);
        }
        return batches;
    }

    @Override
    public boolean hasNext() {
        return batches().hasNext();
    }

    @Override
    public R next() {
        return batches().next();
    }

    private synchronized void close() {
        if (batches != null) {
            batches.close();
        }
        elements.close();
    }
}
