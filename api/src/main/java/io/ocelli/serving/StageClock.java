package io.ocelli.serving;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Adds up what one call spends in each stage, however often and from however deep among decorators and members it comes there: they
 * answer in the thread that asks.
 */
final class StageClock implements AutoCloseable {
    /** What would be a parameter of every scorer otherwise, users' own included. */
    private static final ThreadLocal<@Nullable StageClock> RUNNING = new ThreadLocal<>();

    private final @Nullable StageClock before = RUNNING.get();
    private long transform;
    private long network;

    private StageClock() {}

    /** Starts one in this thread, until it is closed. */
    static StageClock start() {
        StageClock clock = new StageClock();
        RUNNING.set(clock);
        return clock;
    }

    /** What was spent on pictures before the network, in nanoseconds. */
    long transform() {
        return transform;
    }

    /** What was spent in the network, in nanoseconds. */
    long network() {
        return network;
    }

    static <R> R transforming(Supplier<R> work) {
        return timed(work, true);
    }

    static <R> R running(Supplier<R> work) {
        return timed(work, false);
    }

    private static <R> R timed(Supplier<R> work, boolean before) {
        StageClock clock = RUNNING.get();
        if (clock == null) {
            return work.get();
        }
        long start = System.nanoTime();
        R result = work.get();
        long spent = System.nanoTime() - start;
        if (before) {
            clock.transform += spent;
        } else {
            clock.network += spent;
        }
        return result;
    }

    @Override
    public void close() {
        if (before == null) {
            RUNNING.remove();
        } else {
            RUNNING.set(before);
        }
    }
}
