package io.ocelli.reports;

import io.ocelli.metrics.ClassFigures;
import io.ocelli.metrics.Evaluation;
import io.ocelli.reports.Charts.Line;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The curves of a report: of each class against the others, and how far confidence can be believed. */
final class ReportCurves {
    /** As many as colours that are told apart. */
    private static final int MOST = 6;

    private static final int BINS = 10;
    /** More than a chart has pixels. */
    private static final int POINTS = 400;

    private final Predictions predictions;
    private final List<Integer> classes;

    /** Of the classes with the lowest F1. */
    ReportCurves(Predictions predictions, Evaluation evaluation) {
        this.predictions = predictions;
        List<ClassFigures> figures = evaluation.perClass();
        this.classes = IntStream.range(0, figures.size())
                .filter(k -> figures.get(k).support() > 0 && figures.get(k).support() < evaluation.count())
                .boxed()
                .sorted(Comparator.comparingDouble(k -> figures.get(k).f1()))
                .limit(MOST)
                .toList();
    }

    boolean any() {
        return !classes.isEmpty();
    }

    /** The share of the class that is found, over the share of the others that is taken for it. */
    byte[] roc() {
        Map<String, Line> lines = new LinkedHashMap<>();
        for (int k : classes) {
            Counts counts = counts(k);
            List<Double> places = new ArrayList<>(List.of(0.0));
            List<Double> values = new ArrayList<>(List.of(0.0));
            for (int i : counts.shown()) {
                places.add(counts.wrong[i] / (double) counts.wrong[counts.last()]);
                values.add(counts.right[i] / (double) counts.right[counts.last()]);
            }
            lines.put(predictions.classes().get(k), new Line(places, values));
        }
        return Charts.shares("false positives", "true positives", lines);
    }

    /** The share of what is taken for the class that is of it, over the share of the class that is found. */
    byte[] precisionRecall() {
        Map<String, Line> lines = new LinkedHashMap<>();
        for (int k : classes) {
            Counts counts = counts(k);
            List<Double> places = new ArrayList<>(List.of(0.0));
            List<Double> values = new ArrayList<>(List.of(1.0));
            for (int i : counts.shown()) {
                places.add(counts.right[i] / (double) counts.right[counts.last()]);
                values.add(counts.right[i] / (double) (counts.right[i] + counts.wrong[i]));
            }
            lines.put(predictions.classes().get(k), new Line(places, values));
        }
        return Charts.shares("recall", "precision", lines);
    }

    /** The share of right answers over the confidence, in ten bins. */
    byte[] reliability() {
        double[] confidence = new double[BINS];
        double[] right = new double[BINS];
        int[] counts = new int[BINS];
        for (int i = 0; i < predictions.size(); i++) {
            int predicted = predictions.predicted(i);
            double sure = predictions.probabilities(i)[predicted];
            int bin = Math.max(0, Math.min(BINS - 1, (int) Math.ceil(sure * BINS) - 1));
            confidence[bin] += sure;
            right[bin] += predicted == predictions.sample(i).label() ? 1 : 0;
            counts[bin]++;
        }
        List<Double> places = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        for (int bin = 0; bin < BINS; bin++) {
            if (counts[bin] > 0) {
                places.add(confidence[bin] / counts[bin]);
                values.add(right[bin] / counts[bin]);
            }
        }
        Map<String, Line> lines = new LinkedHashMap<>();
        lines.put("measured", new Line(places, values));
        lines.put("ideal", new Line(List.of(0.0, 1.0), List.of(0.0, 1.0)));
        return Charts.shares("confidence", "accuracy", lines);
    }

    /**
     * What is found with falling thresholds.
     *
     * @param right pictures of the class so far, at each different score
     * @param wrong others so far
     */
    private record Counts(int[] right, int[] wrong) {
        int last() {
            return right.length - 1;
        }

        /** Places to be drawn, the last among them. */
        List<Integer> shown() {
            int step = Math.max(1, right.length / POINTS);
            List<Integer> shown = new ArrayList<>();
            for (int i = 0; i < last(); i += step) {
                shown.add(i);
            }
            shown.add(last());
            return shown;
        }
    }

    private Counts counts(int k) {
        int n = predictions.size();
        float[] scores = new float[n];
        for (int i = 0; i < n; i++) {
            scores[i] = predictions.probabilities(i)[k];
        }
        int[] order = IntStream.range(0, n)
                .boxed()
                .sorted((a, b) -> Float.compare(scores[b], scores[a]))
                .mapToInt(Integer::intValue)
                .toArray();
        List<int[]> steps = new ArrayList<>();
        int right = 0;
        int wrong = 0;
        for (int i = 0; i < n; i++) {
            boolean of = predictions.sample(order[i]).label() == k;
            right += of ? 1 : 0;
            wrong += of ? 0 : 1;
            if (i == n - 1 || scores[order[i]] != scores[order[i + 1]]) {
                steps.add(new int[] {right, wrong});
            }
        }
        return new Counts(
                steps.stream().mapToInt(step -> step[0]).toArray(),
                steps.stream().mapToInt(step -> step[1]).toArray());
    }
}
