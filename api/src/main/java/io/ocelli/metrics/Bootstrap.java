package io.ocelli.metrics;

import io.ocelli.image.Randomness;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * How much a figure depends on which pictures happened to be tried: the figure of many resamples with replacement (Efron 1979).
 * Immutable; safe for any number of threads.
 *
 * <p>A figure is a function of the pictures' indexes, of which some come several times. Two models are compared by the
 * difference of their figures, over the same pictures:
 *
 * <pre>{@code
 * Bootstrap accuracy = Bootstrap.of(correct.length, 2000, seed, pictures -> share(correct, pictures));
 * Bootstrap gain = Bootstrap.of(n, 2000, seed, pictures -> share(first, pictures) - share(second, pictures));
 * boolean better = gain.interval(0.95).lower() > 0;
 * }</pre>
 */
public final class Bootstrap {
    private final double value;
    /** Rising; NaN last. */
    private final double[] sorted;

    private Bootstrap(double value, double[] figures) {
        this.value = value;
        this.sorted = figures;
        Arrays.sort(sorted);
    }

    /**
     * Draws resamples. The same seed draws the same ones on every platform.
     *
     * @param count the number of pictures
     * @param resamples how many are drawn: 1000 or more for an interval
     * @param figure the figure of pictures, given by indexes from 0 to {@code count - 1}; it may not keep or change them
     * @throws IllegalArgumentException if there are no pictures, or fewer than two resamples
     */
    public static Bootstrap of(int count, int resamples, long seed, ToDoubleFunction<int[]> figure) {
        if (count < 1) {
            throw new IllegalArgumentException("A bootstrap resamples a picture or more, received " + count);
        }
        requireSeveral(resamples);
        Randomness root = Randomness.of(seed).split("bootstrap");
        double[] figures = new double[resamples];
        int[] drawn = new int[count];
        for (int b = 0; b < resamples; b++) {
            Randomness random = root.split(b);
            Arrays.setAll(drawn, i -> random.nextInt(count));
            figures[b] = figure.applyAsDouble(drawn);
        }
        Arrays.setAll(drawn, i -> i);
        return new Bootstrap(figure.applyAsDouble(drawn), figures);
    }

    /**
     * The bootstrap over resamples that were drawn elsewhere, such as by patient.
     *
     * @param value the figure of all pictures, once each
     * @param resamples of each the pictures' indexes
     * @throws IllegalArgumentException if there are fewer than two resamples
     */
    public static Bootstrap of(double value, int[][] resamples, ToDoubleFunction<int[]> figure) {
        requireSeveral(resamples.length);
        return new Bootstrap(value, Arrays.stream(resamples).mapToDouble(figure).toArray());
    }

    private static void requireSeveral(int resamples) {
        if (resamples < 2) {
            throw new IllegalArgumentException(
                    "A bootstrap has two resamples or more, 1000 for an interval, received " + resamples);
        }
    }

    /** The figure of all pictures. */
    public double value() {
        return value;
    }

    /** The number of resamples. */
    public int resamples() {
        return sorted.length;
    }

    /** The deviation of the resamples' figures, with B - 1 in the denominator; NaN if one of them is NaN. */
    public double standardError() {
        double mean = Arrays.stream(sorted).sum() / sorted.length;
        double squares = 0;
        for (double figure : sorted) {
            squares += (figure - mean) * (figure - mean);
        }
        return Math.sqrt(squares / (sorted.length - 1));
    }

    /**
     * The percentile interval: as many resamples' figures are below as above. Between two figures it is linear, as NumPy's
     * percentiles are; NaN if one of the figures is NaN, as that of a rate over a resample without its class.
     *
     * @param level 0.95, for the percentiles 2.5 and 97.5
     * @throws IllegalArgumentException if the level is not between 0 and 1
     */
    public Interval interval(double level) {
        Interval unknown = new Interval(Double.NaN, Double.NaN, level);
        return Double.isNaN(sorted[sorted.length - 1])
                ? unknown
                : new Interval(quantile((1 - level) / 2), quantile((1 + level) / 2), level);
    }

    private double quantile(double share) {
        double position = share * (sorted.length - 1);
        int below = (int) position;
        double rest = position - below;
        return rest == 0 ? sorted[below] : sorted[below] * (1 - rest) + sorted[below + 1] * rest;
    }

    /** Such as {@code 0.8500, 0.8123 to 0.8765 (95 %) in 2000 resamples}. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.4f, %s in %d resamples", value, interval(0.95), sorted.length);
    }
}
