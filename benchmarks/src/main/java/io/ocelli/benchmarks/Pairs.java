package io.ocelli.benchmarks;

import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Two ways of doing one thing, measured by turns, so that whatever else the machine does falls on both alike. The ratio is
 * the first's time by the second's, pair by pair.
 *
 * @param first the median of the first's times, in milliseconds
 * @param second the median of the second's times, in milliseconds
 * @param ratio the median of the pairs' ratios
 * @param upper the upper end of the ratio's 95 % interval, by bootstrap
 */
record Pairs(double first, double second, double ratio, double upper) {
    /** Above rows in Markdown. */
    static final String HEAD =
            "| what, against what | ours, ms | theirs, ms | ratio | 95 % below |\n|---|---|---|---|---|\n";

    private static final int FEWEST = 3;
    private static final Pattern ROW =
            Pattern.compile("(.*\\S) +([\\d.]+) ms +([\\d.]+) ms   ratio ([\\d.]+) \\(95 % below ([\\d.]+)\\)");
    private static final int RESAMPLES = 2000;
    private static final double QUANTILE = 0.975;
    /**
     * The threads of one way spin for about 30 ms after it, and would take the processors from the other. A longer rest lets
     * the processors sleep, and waking them is no part of either.
     */
    private static final long PAUSE_MILLISECONDS = 50;

    /** Measures after a tenth as many pairs to warm up; the order within a pair alternates. */
    static Pairs measure(int pairs, Runnable first, Runnable second) {
        return measure(pairs, stopwatch(first), stopwatch(second));
    }

    /** The same for ways that say themselves how many milliseconds they took. */
    static Pairs measure(int pairs, DoubleSupplier first, DoubleSupplier second) {
        double[] firsts = new double[pairs];
        double[] seconds = new double[pairs];
        double[] ratios = new double[pairs];
        for (int i = -Math.max(3, pairs / 10); i < pairs; i++) {
            boolean even = i % 2 == 0;
            double one = rested(even ? first : second);
            double other = rested(even ? second : first);
            if (i >= 0) {
                firsts[i] = even ? one : other;
                seconds[i] = even ? other : one;
                ratios[i] = firsts[i] / seconds[i];
            }
        }
        return new Pairs(median(firsts), median(seconds), median(ratios), upper(ratios));
    }

    /** How many of what takes long: a quarter, and three unless fewer are asked for. */
    static int fewer(int pairs) {
        return Math.max(Math.min(pairs, FEWEST), pairs / 4);
    }

    static DoubleSupplier stopwatch(Runnable work) {
        return () -> {
            long start = System.nanoTime();
            work.run();
            return (System.nanoTime() - start) / 1e6;
        };
    }

    private static double rested(DoubleSupplier work) {
        try {
            Thread.sleep(PAUSE_MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException("A measurement runs to its end, and was interrupted", e);
        }
        return work.getAsDouble();
    }

    private static double upper(double[] ratios) {
        Random random = new Random(1);
        double[] medians = new double[RESAMPLES];
        double[] sample = new double[ratios.length];
        for (int i = 0; i < RESAMPLES; i++) {
            for (int j = 0; j < sample.length; j++) {
                sample[j] = ratios[random.nextInt(ratios.length)];
            }
            medians[i] = median(sample);
        }
        Arrays.sort(medians);
        return medians[(int) (QUANTILE * RESAMPLES)];
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** A row of a table. */
    String row(String what) {
        return String.format(
                Locale.ROOT,
                "%-48s %9.2f ms %9.2f ms   ratio %.3f (95 %% below %.3f)",
                what,
                first,
                second,
                ratio,
                upper);
    }

    /** A line of {@link #row} in Markdown, or null where it is another. */
    static @Nullable String markdown(String line) {
        Matcher row = ROW.matcher(line);
        return row.matches()
                ? "| " + String.join(" | ", row.group(1), row.group(2), row.group(3), row.group(4), row.group(5)) + " |"
                : null;
    }
}
