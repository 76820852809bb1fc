package io.ocelli.learning;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What came of a {@link Search}.
 *
 * @param trials in the order in which they ended
 */
public record SearchResult(List<SearchTrial> trials) {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 440;
    private static final int MARGIN = 60;
    private static final int TICKS = 5;

    public SearchResult {
        trials = ImmutableList.copyOf(trials);
    }

    /**
     * The most accurate, the faster of equal ones.
     *
     * @throws IllegalStateException if nothing was tried
     */
    public SearchTrial best() {
        return trials.stream()
                .min(Comparator.comparingDouble((SearchTrial trial) -> -trial.accuracy())
                        .thenComparingDouble(trial -> trial.footprint().latency()))
                .orElseThrow(() -> new IllegalStateException("Nothing was tried yet: give the search more time"));
    }

    /** The Pareto front: those than which none is at once as accurate and as fast and better in one, the fastest first. */
    public List<SearchTrial> front() {
        List<SearchTrial> front = new ArrayList<>();
        for (SearchTrial trial : trials) {
            if (trials.stream().noneMatch(other -> other.dominates(trial))) {
                front.add(trial);
            }
        }
        front.sort(Comparator.comparingDouble(
                (SearchTrial trial) -> trial.footprint().latency()));
        return front;
    }

    /** The front as a table in Markdown. */
    public String table() {
        StringBuilder table =
                new StringBuilder("| network | accuracy, % | latency, ms | memory, MB | parameters, k | products, M |\n"
                        + "|---|---|---|---|---|---|\n");
        for (SearchTrial trial : front()) {
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %.2f | %.3f | %.2f | %.1f | %.2f |%n",
                    trial.candidate(),
                    100 * trial.accuracy(),
                    trial.footprint().latency(),
                    trial.footprint().memory() / 1e6,
                    trial.footprint().cost().parameters() / 1e3,
                    trial.footprint().cost().products() / 1e6));
        }
        return table.toString();
    }

    /**
     * Accuracy over latency as SVG, the front joined; a point tells of its network under the pointer.
     *
     * @throws IllegalStateException if nothing was tried
     */
    public String chart() {
        best();
        Axis x = Axis.of(trials.stream()
                .mapToDouble(trial -> trial.footprint().latency())
                .toArray());
        Axis y = Axis.of(
                trials.stream().mapToDouble(trial -> 100 * trial.accuracy()).toArray());
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">%n"
                        + "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n",
                WIDTH,
                HEIGHT));
        for (int i = 0; i <= TICKS; i++) {
            double share = (double) i / TICKS;
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%.3g</text>"
                            + "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.1f</text>"
                            + "<path d=\"M%d %.1fH%d\" stroke=\"#ddd\"/>%n",
                    across(share),
                    HEIGHT - MARGIN + 20,
                    x.at(share),
                    MARGIN - 8,
                    up(share) + 4,
                    y.at(share),
                    MARGIN,
                    up(share),
                    WIDTH - MARGIN));
        }
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">latency, ms</text>"
                        + "<text x=\"%d\" y=\"30\">accuracy, %%</text>%n<polyline fill=\"none\" stroke=\"#c2410c\" points=\"",
                WIDTH / 2,
                HEIGHT - 12,
                MARGIN - 40));
        List<SearchTrial> front = front();
        front.forEach(trial -> svg.append(String.format(Locale.ROOT, "%.1f,%.1f ", left(x, trial), top(y, trial))));
        svg.append("\"/>\n");
        for (SearchTrial trial : trials) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"%s\"><title>%s: %.2f %%, %.3f ms</title></circle>%n",
                    left(x, trial),
                    top(y, trial),
                    front.contains(trial) ? "#c2410c" : "#94a3b8",
                    trial.candidate(),
                    100 * trial.accuracy(),
                    trial.footprint().latency()));
        }
        return svg.append("</svg>\n").toString();
    }

    private static double left(Axis x, SearchTrial trial) {
        return across(x.share(trial.footprint().latency()));
    }

    private static double top(Axis y, SearchTrial trial) {
        return up(y.share(100 * trial.accuracy()));
    }

    private static double across(double share) {
        return MARGIN + share * (WIDTH - 2 * MARGIN);
    }

    private static double up(double share) {
        return HEIGHT - MARGIN - share * (HEIGHT - 2 * MARGIN);
    }

    /** From the least to the most, with some air. */
    private static final class Axis {
        private final double low;
        private final double high;

        private Axis(double low, double high) {
            this.low = low;
            this.high = high;
        }

        static Axis of(double... numbers) {
            double low = Double.POSITIVE_INFINITY;
            double high = Double.NEGATIVE_INFINITY;
            for (double number : numbers) {
                low = Math.min(low, number);
                high = Math.max(high, number);
            }
            double air = high > low ? (high - low) / 20 : Math.max(1e-3, Math.abs(high) / 20);
            return new Axis(low - air, high + air);
        }

        double share(double number) {
            return (number - low) / (high - low);
        }

        double at(double share) {
            return low + share * (high - low);
        }
    }
}
