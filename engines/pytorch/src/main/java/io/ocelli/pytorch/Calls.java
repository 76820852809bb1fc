package io.ocelli.pytorch;

import io.ocelli.engine.Lifetime;
import io.ocelli.error.EngineException;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The calls that are under way in LibTorch. A process that ends (SIGTERM, {@code System.exit}) waits for them in a shutdown hook:
 * on its way out LibTorch takes its own tables apart, and who still computes gradients then dies of a segmentation fault. A
 * training begins no further step; what predicts goes on, as an application may answer its last requests in a hook of its own.
 */
final class Calls {
    private static final ReentrantReadWriteLock UNDER_WAY = new ReentrantReadWriteLock();
    private static final Lifetime.Use OVER = UNDER_WAY.readLock()::unlock;
    private static volatile boolean ending;

    static {
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(Calls::end, "ocelli-pytorch-end"));
        } catch (IllegalStateException e) {
            ending = true; // the process is on its way out already
        }
    }

    private Calls() {}

    private static void end() {
        ending = true;
        UNDER_WAY.writeLock().lock();
        UNDER_WAY.writeLock().unlock();
    }

    /**
     * Begins a call, which is to be closed.
     *
     * @param learns whether it computes gradients
     * @throws EngineException if it does and the process is ending
     */
    static Lifetime.Use begin(boolean learns) {
        UNDER_WAY.readLock().lock();
        if (learns && ending) {
            UNDER_WAY.readLock().unlock();
            throw new EngineException(
                    "LibTorch computes no gradients any more while the process ends. To keep what was learnt,"
                            + " stop a training by stopWhen(...) before, or take checkpoints.");
        }
        return OVER;
    }
}
