package io.ocelli.reports;

import io.ocelli.training.TrainingEvent.StepEnded;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The steps of a training in at most so many points: where there are more, neighbours are averaged. */
final class TrainingLog {
    /** More than a chart has pixels. */
    private static final int MOST = 2_000;

    private final Map<String, List<Double>> series = new LinkedHashMap<>();
    private final List<Double> steps = new ArrayList<>();
    /** So many steps make a point. */
    private int width = 1;

    private final Map<String, Double> sums = new LinkedHashMap<>();
    private int pending;
    private long count;
    private double waited;

    void add(StepEnded step) {
        count++;
        waited += step.waited();
        sum("loss", step.loss());
        sum("learning rate", step.learningRate());
        step.terms().forEach(this::sum);
        if (++pending == width) {
            flush();
        }
    }

    private void sum(String name, double value) {
        sums.merge(name, value, Double::sum);
    }

    private void flush() {
        steps.add((double) count);
        sums.forEach((name, sum) ->
                series.computeIfAbsent(name, each -> new ArrayList<>()).add(sum / pending));
        sums.clear();
        pending = 0;
        if (steps.size() == MOST) {
            halve(steps, false);
            series.values().forEach(values -> halve(values, true));
            width *= 2;
        }
    }

    /** Two points become one: their mean, or the second. */
    private static void halve(List<Double> values, boolean mean) {
        List<Double> half = new ArrayList<>();
        for (int i = 1; i < values.size(); i += 2) {
            half.add(mean ? (values.get(i - 1) + values.get(i)) / 2 : values.get(i));
        }
        values.clear();
        values.addAll(half);
    }

    /** The seconds for which all steps together waited for their pictures. */
    double waited() {
        return waited;
    }

    /** The number of the last step of each point, from 1. */
    List<Double> steps() {
        return steps;
    }

    /** The loss, the learning rate and the terms, by name. */
    Map<String, List<Double>> series() {
        return series;
    }
}
