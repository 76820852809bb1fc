package io.ocelli.engine;

import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * How long natives live that threads use together: their end waits for the uses that have begun, and none begins after it. For
 * engines. Safe for any number of threads.
 *
 * <pre>{@code
 * public List<Tensor> run(List<Tensor> inputs) {
 *     try (Lifetime.Use use = lifetime.use()) {
 *         return session.run(inputs);
 *     }
 * }
 *
 * public void close() {
 *     lifetime.end(session::close);
 * }
 * }</pre>
 */
public final class Lifetime {
    private final String endedMessage;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final Use use = lock.readLock()::unlock;
    private boolean ended;

    /**
     * @param endedMessage what who comes after the end is told
     */
    public Lifetime(String endedMessage) {
        this.endedMessage = endedMessage;
    }

    /**
     * Of a {@link Runner}.
     *
     * @param subject what it runs, for messages
     */
    public static Lifetime ofRunner(String subject) {
        return new Lifetime("A runner runs until it is closed, and that of " + subject + " was closed; open another");
    }

    /** A use, which ends in the thread that began it. */
    public interface Use extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Begins a use.
     *
     * @throws IllegalStateException after the end
     */
    public Use use() {
        lock.readLock().lock();
        if (ended) {
            lock.readLock().unlock();
            throw new IllegalStateException(endedMessage);
        }
        return use;
    }

    /**
     * Ends it, once all uses have ended; a second time does nothing.
     *
     * @param closing frees the natives
     */
    public void end(Runnable closing) {
        lock.writeLock().lock();
        try {
            if (!ended) {
                ended = true;
                closing.run();
            }
        } finally {
            lock.writeLock().unlock();
        }
    }
}
