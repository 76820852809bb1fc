package io.ocelli.serving;

import java.util.Objects;
import java.util.function.Consumer;

/**
 * Something that is replaced while it is in use, such as a classifier whose model is opened again. A use is of one thing from its
 * begin to its end; what was replaced is closed when its last use has ended. Safe for any number of threads.
 *
 * <pre>{@code
 * try (Replaceable.Use<Classifier> use = insects.use()) {
 *     return use.get().classify(picture);
 * }
 * }</pre>
 *
 * @param <T> what is used
 */
public final class Replaceable<T> implements AutoCloseable {
    private final Consumer<? super T> closing;
    private final String closedMessage;
    private volatile Generation<T> current;
    private volatile boolean closed;

    private Replaceable(T first, Consumer<? super T> closing, String closedMessage) {
        this.closing = closing;
        this.closedMessage = closedMessage;
        this.current = new Generation<>(first, closing);
    }

    /**
     * Something that can be replaced.
     *
     * @param first what is used until then
     * @param closing closes one of them
     * @param closedMessage what who uses it after {@link #close} is told
     */
    public static <T> Replaceable<T> of(T first, Consumer<? super T> closing, String closedMessage) {
        return new Replaceable<>(Objects.requireNonNull(first), closing, closedMessage);
    }

    /**
     * What is used now, without a hold on it: it may be closed at any time.
     */
    public T current() {
        return current.value;
    }

    /**
     * Begins a use, which is to be closed.
     *
     * @throws IllegalStateException after {@link #close}
     */
    public Use<T> use() {
        while (true) {
            Generation<T> now = current;
            if (now.take()) {
                return new Use<>(now);
            }
            if (closed) {
                throw new IllegalStateException(closedMessage);
            }
        }
    }

    /**
     * Puts another in the place of what is used. What is in use meanwhile is used to its end.
     *
     * @throws IllegalStateException after {@link #close}; the other is closed then
     */
    public synchronized void replace(T other) {
        if (closed) {
            closing.accept(other);
            throw new IllegalStateException(closedMessage);
        }
        Generation<T> old = current;
        current = new Generation<>(Objects.requireNonNull(other), closing);
        old.retire();
    }

    /** No use begins any more; those that run end as they began, and the last of them closes. */
    @Override
    public synchronized void close() {
        closed = true;
        current.retire();
    }

    /**
     * One use. It may be ended by another thread than began it.
     *
     * @param <T> what is used
     */
    public static final class Use<T> implements AutoCloseable {
        private final Generation<T> generation;
        private boolean ended;

        private Use(Generation<T> generation) {
            this.generation = generation;
        }

        /** What is used; open until this use is closed. */
        public T get() {
            return generation.value;
        }

        @Override
        public void close() {
            synchronized (this) {
                if (ended) {
                    return;
                }
                ended = true;
            }
            generation.release();
        }
    }

    private static final class Generation<T> {
        private final T value;
        private final Consumer<? super T> closing;
        private int uses;
        private boolean retired;

        Generation(T value, Consumer<? super T> closing) {
            this.value = value;
            this.closing = closing;
        }

        synchronized boolean take() {
            if (retired) {
                return false;
            }
            uses++;
            return true;
        }

        void release() {
            boolean last;
            synchronized (this) {
                uses--;
                last = retired && uses == 0;
            }
            if (last) {
                closing.accept(value);
            }
        }

        void retire() {
            boolean last;
            synchronized (this) {
                last = !retired && uses == 0;
                retired = true;
            }
            if (last) {
                closing.accept(value);
            }
        }
    }
}
