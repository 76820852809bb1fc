package io.ocelli.engine;

import com.google.common.util.concurrent.Uninterruptibles;
import java.util.concurrent.TimeUnit;

/** Time, as who measures needs it. */
interface Stopwatch {
    /** The machine's own. */
    Stopwatch MACHINE = new Stopwatch() {
        /** The threads of one engine spin for about 30 ms after a run, and would take the processors from another's. */
        private static final long REST_MILLIS = 50;

        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public void rest() {
            Uninterruptibles.sleepUninterruptibly(REST_MILLIS, TimeUnit.MILLISECONDS);
        }
    };

    long nanoTime();

    /** Waits until what ran before leaves the processors alone. */
    void rest();
}
