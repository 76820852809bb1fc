package io.ocelli.metrics;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;

/** All that is counted of predictions. */
final class Tally implements Serializable {
    private static final long serialVersionUID = 1;

    final ImmutableList<String> classes;
    final Confusion confusion;
    /** ranks[r] pictures have r classes before their true one. */
    final long[] ranks;

    final Calibration calibration;
    final Ranking ranking;
    final ImmutableMap<String, Metric> metrics;
    final ImmutableMap<String, Metric.Sum> sums;

    Tally(ImmutableList<String> classes, ImmutableMap<String, Metric> metrics) {
        if (classes.isEmpty()) {
            throw new IllegalArgumentException("An evaluation has a class or more, received none");
        }
        this.classes = classes;
        this.confusion = new Confusion(classes.size());
        this.ranks = new long[classes.size()];
        this.calibration = new Calibration(classes.size());
        this.ranking = new Ranking(classes.size());
        this.metrics = metrics;
        this.sums = ImmutableMap.copyOf(Maps.transformValues(metrics, Metric::begin));
    }

    Tally copy() {
        Tally copy = new Tally(classes, metrics);
        copy.add(this);
        return copy;
    }

    void add(Tally other) {
        if (!classes.equals(other.classes) || !metrics.equals(other.metrics)) {
            throw new IllegalArgumentException("Evaluations are added up of the same classes and metrics, received "
                    + other.classes + " with " + other.metrics.keySet() + " for " + classes + " with "
                    + metrics.keySet());
        }
        confusion.add(other.confusion);
        for (int rank = 0; rank < ranks.length; rank++) {
            ranks[rank] += other.ranks[rank];
        }
        calibration.add(other.calibration);
        ranking.add(other.ranking);
        sums.forEach((name, sum) -> sum.add(Objects.requireNonNull(other.sums.get(name))));
    }

    /** Refuses what cannot be counted. */
    void check(float[] scores, int[] labels) {
        int k = classes.size();
        if (scores.length % k != 0 || scores.length / k < labels.length) {
            throw new IllegalArgumentException("An evaluation takes one score for each of " + k + " classes and "
                    + labels.length + " pictures, " + (long) k * labels.length + ", received " + scores.length);
        }
        for (int label : labels) {
            if (label < 0 || label >= k) {
                throw new IllegalArgumentException("A label is 0 to " + (k - 1) + ", received " + label
                        + (label == -1 ? ": only pictures whose class is known can be evaluated" : ""));
            }
        }
        for (int i = 0; i < labels.length * k; i++) {
            if (Float.isNaN(scores[i])) {
                throw new IllegalArgumentException("A score is a number, received NaN for class " + classes.get(i % k)
                        + ": the network's weights or input are not finite");
            }
        }
    }

    /** Counts a picture, whose scores begin at {@code at}. */
    void add(float[] scores, int at, int label) {
        int k = classes.size();
        float own = scores[at + label];
        int rank = 0;
        int best = 0;
        for (int c = 0; c < k; c++) {
            float score = scores[at + c];
            best = score > scores[at + best] ? c : best;
            rank += score > own || score == own && c < label ? 1 : 0;
        }
        confusion.add(label, best);
        ranks[rank]++;
        calibration.add(scores, at, label, best);
        ranking.add(scores, at, label);
        if (!sums.isEmpty()) {
            float[] row = Arrays.copyOfRange(scores, at, at + k);
            sums.values().forEach(sum -> sum.add(row, label));
        }
    }
}
