package io.ocelli.compression;

/**
 * The range whose 128 levels lose least of the distribution: the Kullback-Leibler divergence of the numbers' histogram from what
 * it is in so many coarser bins (TensorRT's, in ONNX Runtime's form). Ranges are as wide on both sides of 0, and then kept to
 * what was seen.
 *
 * @param bins of the histogram over both signs, even. With 128, which ONNX Runtime begins with, there is one candidate, and
 *     nothing is cut; take 1024 or more
 */
public record Entropy(int bins) implements CalibrationMethod {
    private static final int LEVELS = 128;

    /** What a bin without a number counts as. */
    private static final double LEAST = 1e-4;

    public Entropy {
        if (bins < LEVELS || bins % 2 != 0) {
            throw new IllegalArgumentException(
                    "A histogram for " + LEVELS + " levels has as many bins at least, in pairs, received " + bins);
        }
    }

    @Override
    public Observer observer(Spread seen, Levels levels) {
        Range whole = seen.range();
        Histogram histogram = new Histogram(new Range(-whole.magnitude(), whole.magnitude()), bins);
        return new Observer() {
            @Override
            public void add(float[] values) {
                for (float value : values) {
                    histogram.add(value);
                }
            }

            @Override
            public QuantizationParameters parameters() {
                return QuantizationParameters.of(range(histogram).within(whole), levels);
            }
        };
    }

    @Override
    public String name() {
        return "entropy";
    }

    private static Range range(Histogram histogram) {
        int middle = histogram.bins() / 2;
        double least = Double.POSITIVE_INFINITY;
        int best = LEVELS / 2;
        for (int half = LEVELS / 2; half <= middle; half++) {
            double divergence = divergence(histogram, middle - half, end(histogram, middle + half));
            if (divergence < least) {
                least = divergence;
                best = half;
            }
        }
        return new Range(histogram.edge(middle - best), histogram.edge(end(histogram, middle + best)));
    }

    private static int end(Histogram histogram, int last) {
        return Math.min(last + 1, histogram.bins());
    }

    /** Of a slice, to whose ends comes what lies outside, from the same in levels. */
    private static double divergence(Histogram histogram, int start, int end) {
        int size = end - start;
        double[] fine = new double[size];
        for (int i = 0; i < size; i++) {
            fine[i] = histogram.count(start + i);
        }
        fine[0] += histogram.count(0, start);
        fine[size - 1] += histogram.count(end, histogram.bins());

        double[] coarse = new double[size];
        int run = size / LEVELS;
        boolean empty = true;
        for (int level = 0; level < LEVELS; level++) {
            int from = level * run;
            // the rest goes to the last
            long sum = histogram.count(start + from, level == LEVELS - 1 ? end : start + from + run);
            int filled = 0;
            for (int i = from; i < from + run; i++) {
                filled += fine[i] != 0 ? 1 : 0;
            }
            for (int i = from; i < from + run && filled > 0; i++) {
                coarse[i] = sum / filled; // counts stay whole
                empty &= coarse[i] == 0;
            }
        }
        return empty ? Double.POSITIVE_INFINITY : divergence(smooth(fine), smooth(coarse));
    }

    /** Shares of 1, none of which is 0. */
    private static double[] smooth(double[] counts) {
        int zeros = 0;
        for (double count : counts) {
            zeros += count == 0 ? 1 : 0;
        }
        double taken = LEAST * zeros / (counts.length - zeros);
        double total = 0;
        double[] shares = new double[counts.length];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = counts[i] == 0 ? LEAST : counts[i] - taken;
            total += shares[i];
        }
        for (int i = 0; i < shares.length; i++) {
            shares[i] /= total;
        }
        return shares;
    }

    private static double divergence(double[] from, double[] to) {
        double sum = 0;
        for (int i = 0; i < from.length; i++) {
            sum += from[i] * Math.log(from[i] / to[i]);
        }
        return sum;
    }
}
