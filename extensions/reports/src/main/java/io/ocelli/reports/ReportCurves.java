package io.ocelli.reports;

import io.ocelli.metrics.ClassFigures;
import io.ocelli.metrics.CurvePoint;
import io.ocelli.metrics.Evaluation;
import io.ocelli.metrics.Ranked;
import io.ocelli.metrics.Reliability;
import io.ocelli.reports.Charts.Line;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/** The curves of a report: of each class against the others, and how far confidence can be believed. */
final class ReportCurves {
    /** As many as colours that are told apart. */
    private static final int MOST = 6;

    private static final int BINS = 10;
    /** More than a chart has pixels. */
    private static final int POINTS = 400;

    private final Evaluation evaluation;
    private final List<Integer> classes;

    /** Of the classes with the lowest F1. */
    ReportCurves(Evaluation evaluation) {
        this.evaluation = evaluation;
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
        return Charts.shares("false positives", "true positives", lines(Ranked::rocCurve));
    }

    /** The share of what is taken for the class that is of it, over the share of the class that is found. */
    byte[] precisionRecall() {
        return Charts.shares("recall", "precision", lines(Ranked::precisionRecallCurve));
    }

    private Map<String, Line> lines(Function<Ranked, List<CurvePoint>> curve) {
        Map<String, Line> lines = new LinkedHashMap<>();
        for (int k : classes) {
            List<CurvePoint> points = curve.apply(evaluation.ranked(k));
            List<Double> places = new ArrayList<>();
            List<Double> values = new ArrayList<>();
            int step = Math.max(1, points.size() / POINTS);
            for (int i = 0; i < points.size(); i++) {
                if (i % step == 0 || i == points.size() - 1) {
                    places.add(points.get(i).x());
                    values.add(points.get(i).y());
                }
            }
            lines.put(evaluation.classes().get(k), new Line(places, values));
        }
        return lines;
    }

    /** The share of right answers over the confidence. */
    byte[] reliability() {
        List<Double> places = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        for (Reliability.Bin bin : evaluation.reliability(BINS).bins()) {
            if (bin.count() > 0) {
                places.add(bin.confidence());
                values.add(bin.accuracy());
            }
        }
        Map<String, Line> lines = new LinkedHashMap<>();
        lines.put("measured", new Line(places, values));
        lines.put("ideal", new Line(List.of(0.0, 1.0), List.of(0.0, 1.0)));
        return Charts.shares("confidence", "accuracy", lines);
    }
}
