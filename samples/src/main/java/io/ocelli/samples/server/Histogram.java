package io.ocelli.samples.server;

import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/** How many durations there were up to each of some bounds, as Prometheus counts them. Thread-safe. */
final class Histogram {
    private static final double NANOS = 1e9;
    private static final double[] BOUNDS = {.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10};

    private final LongAdder[] counts = new LongAdder[BOUNDS.length + 1];
    private final DoubleAdder sum = new DoubleAdder();

    Histogram() {
        for (int i = 0; i < counts.length; i++) {
            counts[i] = new LongAdder();
        }
    }

    void add(long nanoseconds) {
        double seconds = nanoseconds / NANOS;
        int i = 0;
        while (i < BOUNDS.length && seconds > BOUNDS[i]) {
            i++;
        }
        counts[i].increment();
        sum.add(seconds);
    }

    /** What writes one figure. */
    interface Line {
        void write(String suffix, String label, double value);
    }

    void lines(Line line) {
        long all = 0;
        for (int i = 0; i < counts.length; i++) {
            all += counts[i].sum();
            String bound = i == BOUNDS.length ? "+Inf" : number(BOUNDS[i]);
            line.write("_bucket", "le=\"" + bound + "\"", all);
        }
        line.write("_sum", "", sum.sum());
        line.write("_count", "", all); // of the buckets, so that they agree
    }

    private static String number(double bound) {
        return bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
    }
}
