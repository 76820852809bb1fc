package io.ocelli.reports;

import io.ocelli.image.Randomness;
import io.ocelli.metrics.Bootstrap;
import io.ocelli.metrics.Evaluation;
import io.ocelli.metrics.Interval;
import io.ocelli.reports.ReportFigures.Figure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Between what the figures of a report lie, by a bootstrap over its pictures. */
final class ReportIntervals {
    private static final int RESAMPLES = 1000;
    /** Scores that are counted at most, which is some seconds of work; of more there are fewer resamples. */
    private static final long MOST = 2_000_000_000L;
    /** Of fewer resamples an interval's ends are noise. */
    private static final int FEWEST = 200;

    private ReportIntervals() {}

    /** The interval of each figure by its name, in 95 of 100 cases; none where the pictures are too many to be counted again. */
    static Map<String, Interval> of(Predictions predictions, List<Figure> figures) {
        long scores = Math.max(1L, predictions.size()) * predictions.classes().size();
        int resamples = (int) Math.min(RESAMPLES, MOST / scores);
        Map<String, Interval> intervals = new HashMap<>();
        if (predictions.size() == 0 || resamples < FEWEST) {
            return intervals;
        }
        Randomness root = Randomness.of(0).split("report");
        List<Map<String, Double>> drawn = IntStream.range(0, resamples)
                .parallel()
                .mapToObj(b -> figures(predictions, root.split(b)))
                .toList();
        int[][] each =
                IntStream.range(0, resamples).mapToObj(b -> new int[] {b}).toArray(int[][]::new);
        for (Figure figure : figures) {
            intervals.put(
                    figure.name(),
                    Bootstrap.of(figure.value(), each, b -> drawn.get(b[0]).getOrDefault(figure.name(), Double.NaN))
                            .interval(ReportFigures.LEVEL));
        }
        return intervals;
    }

    private static Map<String, Double> figures(Predictions predictions, Randomness random) {
        Evaluation.Accumulator counts = Evaluation.accumulator(predictions.classes());
        for (int n = 0; n < predictions.size(); n++) {
            int i = random.nextInt(predictions.size());
            counts.add(predictions.probabilities(i), predictions.sample(i).label());
        }
        Map<String, Double> figures = new HashMap<>();
        ReportFigures.values(counts.evaluation()).forEach(figure -> figures.put(figure.name(), figure.value()));
        return figures;
    }
}
