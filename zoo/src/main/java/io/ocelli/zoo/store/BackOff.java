package io.ocelli.zoo.store;

import java.util.concurrent.ThreadLocalRandom;

/**
 * How often to try again and how long to wait before: twice as long each time, of which a random half is left out, so that
 * many who failed together do not come back together.
 *
 * @param tries how often in a row it may fail without a byte more than before
 * @param first milliseconds before the second try
 * @param longest milliseconds to wait at most; a server that asks for more is given up
 */
record BackOff(int tries, long first, long longest) {
    static BackOff standard() {
        return new BackOff(6, 1_000, 120_000);
    }

    /** Milliseconds to wait after so many failures in a row. */
    long delay(int failures) {
        double doubled = Math.min(longest, first * Math.pow(2, failures - 1));
        return (long) (doubled * (0.5 + 0.5 * ThreadLocalRandom.current().nextDouble()));
    }
}
