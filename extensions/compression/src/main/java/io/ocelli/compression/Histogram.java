package io.ocelli.compression;

/**
 * Counts of numbers in bins of one width, as numpy's {@code histogram} of float32 makes them: a number at an edge belongs to the
 * bin above it, at the last edge to the last bin. For one thread.
 */
final class Histogram {
    private final float[] edges;
    private final long[] counts;
    private final double perBin;

    /** Over a range, whose ends numbers do not exceed. */
    Histogram(Range range, int bins) {
        this.counts = new long[bins];
        this.edges = new float[bins + 1];
        // numpy widens a range of no width
        float low = (float) (range.min() == range.max() ? range.min() - 0.5 : range.min());
        float high = (float) (range.min() == range.max() ? range.max() + 0.5 : range.max());
        // in float32, as numpy has it
        float width = (high - low) / bins;
        for (int i = 0; i < bins; i++) {
            edges[i] = i * width + low;
        }
        edges[bins] = high;
        this.perBin = bins / ((double) high - low);
    }

    void add(float value) {
        int bin = (int) Math.min(counts.length - 1, Math.max(0, (value - edges[0]) * perBin));
        if (value < edges[bin]) {
            bin = Math.max(0, bin - 1);
        } else if (bin < counts.length - 1 && value >= edges[bin + 1]) {
            bin++;
        }
        counts[bin]++;
    }

    /** The lower edge of a bin; the upper one of the last for the number of bins. */
    float edge(int bin) {
        return edges[bin];
    }

    long count(int bin) {
        return counts[bin];
    }

    int bins() {
        return counts.length;
    }

    /** The counts from one bin up to, not including, another. */
    long count(int from, int to) {
        long sum = 0;
        for (int i = from; i < to; i++) {
            sum += counts[i];
        }
        return sum;
    }

    /** The first bin up to whose end lies a share of all. */
    int reaching(double share) {
        double total = count(0, bins());
        double sum = 0;
        for (int i = 0; i < bins(); i++) {
            sum += counts[i] / total;
            if (sum >= share) {
                return i;
            }
        }
        return bins();
    }
}
