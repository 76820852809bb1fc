package io.ocelli.metrics;

/**
 * A figure that is known exactly, or between bounds: where more scores were counted than are kept, those near each other share
 * a bin, and how they are ordered there is not known any more.
 *
 * @param value the figure; between bounds, that of scores which are equal where they share a bin
 * @param lower no less than this
 * @param upper no more than this
 */
public record Bounded(double value, double lower, double upper) {
    static Bounded exact(double value) {
        return new Bounded(value, value, value);
    }

    /** Whether nothing is unknown. */
    public boolean isExact() {
        return Double.compare(lower, upper) == 0;
    }
}
