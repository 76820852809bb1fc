package io.ocelli.metrics;

import com.google.common.collect.ImmutableList;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToLongFunction;

/** Counts by true and predicted class, and what follows from them. */
final class Confusion implements Serializable {
    private static final long serialVersionUID = 1;

    private final int k;
    /** By true and predicted class: of 21,000 classes a matrix would have 3.5 GB, and few of its numbers are not 0. */
    private final PairCounts counts;

    private final long[] actual;
    private final long[] predicted;
    private long count;
    private long correct;

    /** What a confusion of one class with another costs. */
    interface Weight {
        double of(int actual, int predicted);
    }

    Confusion(int k) {
        this(k, new PairCounts(k), new long[k], new long[k], 0, 0);
    }

    private Confusion(int k, PairCounts counts, long[] actual, long[] predicted, long count, long correct) {
        this.k = k;
        this.counts = counts;
        this.actual = actual;
        this.predicted = predicted;
        this.count = count;
        this.correct = correct;
    }

    Confusion copy() {
        return new Confusion(k, counts.copy(), actual.clone(), predicted.clone(), count, correct);
    }

    void add(int label, int prediction) {
        counts.add(label, prediction, 1);
        actual[label]++;
        predicted[prediction]++;
        count++;
        correct += label == prediction ? 1 : 0;
    }

    void add(Confusion other) {
        other.counts.forEach(counts::add);
        for (int i = 0; i < k; i++) {
            actual[i] += other.actual[i];
            predicted[i] += other.predicted[i];
        }
        count += other.count;
        correct += other.correct;
    }

    long count() {
        return count;
    }

    long correct() {
        return correct;
    }

    long[][] toArray() {
        long[][] rows = new long[k][k];
        counts.forEach((i, j, n) -> rows[i][j] = n);
        return rows;
    }

    double[][] normalized(Normalized by) {
        double[][] shares = new double[k][k];
        counts.forEach((i, j, n) -> shares[i][j] =
                (double) n / (by == Normalized.TRUE ? actual[i] : by == Normalized.PREDICTED ? predicted[j] : count));
        return shares;
    }

    /** (1 + b²) hits / (b² actual + predicted), which is 0 where it is over nothing. */
    double fBeta(int label, double beta) {
        if (!(beta > 0 && beta < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("beta is above 0 and finite, received " + beta);
        }
        double square = beta * beta;
        double whole = square * actual[label] + predicted[label];
        return whole == 0 ? 0 : (1 + square) * counts.of(label, label) / whole;
    }

    double fBeta(Averaging averaging, double beta) {
        double sum = 0;
        double weights = 0;
        for (int i = 0; i < k; i++) {
            double weight = averaging == Averaging.MACRO ? present(i) : actual[i];
            // Of all decisions at once, for one label a picture, it is the accuracy for any beta.
            sum += averaging == Averaging.MICRO ? counts.of(i, i) : weight * fBeta(i, beta);
            weights += weight;
        }
        return sum / weights;
    }

    /** Whether a class has pictures or was predicted, as 1 or 0. */
    private long present(int label) {
        return actual[label] + predicted[label] > 0 ? 1 : 0;
    }

    List<Confused> pairs() {
        List<Confused> pairs = new ArrayList<>();
        counts.forEach((i, j, n) -> pairs.add(new Confused(i, j, n)));
        pairs.sort((a, b) -> a.actual() != b.actual() ? a.actual() - b.actual() : a.predicted() - b.predicted());
        return ImmutableList.copyOf(pairs);
    }

    List<ClassFigures> perClass(List<String> names) {
        ImmutableList.Builder<ClassFigures> figures = ImmutableList.builder();
        for (int i = 0; i < k; i++) {
            long hits = counts.of(i, i);
            figures.add(new ClassFigures(
                    names.get(i),
                    ratio(hits, predicted[i]),
                    ratio(hits, actual[i]),
                    ratio(2 * hits, predicted[i] + actual[i]),
                    actual[i]));
        }
        return figures.build();
    }

    double balancedAccuracy() {
        double sum = 0;
        int present = 0;
        for (int i = 0; i < k; i++) {
            if (actual[i] > 0) {
                sum += (double) counts.of(i, i) / actual[i];
                present++;
            }
        }
        return sum / present;
    }

    /** As scikit-learn without a list of labels: a class that neither is nor was predicted does not count. */
    Figures macro(List<String> names) {
        return mean(names, this::present);
    }

    Figures weighted(List<String> names) {
        return mean(names, i -> actual[i]);
    }

    private Figures mean(List<String> names, IntToLongFunction weight) {
        double precision = 0;
        double recall = 0;
        double f1 = 0;
        double weights = 0;
        List<ClassFigures> figures = perClass(names);
        for (int i = 0; i < k; i++) {
            double w = weight.applyAsLong(i);
            precision += w * figures.get(i).precision();
            recall += w * figures.get(i).recall();
            f1 += w * figures.get(i).f1();
            weights += w;
        }
        return new Figures(precision / weights, recall / weights, f1 / weights);
    }

    double kappa(Weight weight) {
        double observed = 0;
        for (Confused pair : pairs()) {
            observed += weight.of(pair.actual(), pair.predicted()) * pair.count();
        }
        double expected = 0;
        for (int i = 0; i < k; i++) {
            for (int j = 0; j < k && actual[i] > 0; j++) {
                expected += weight.of(i, j) * actual[i] * predicted[j] / count;
            }
        }
        return 1 - observed / expected;
    }

    double matthews() {
        double products = 0;
        double predictedSquares = 0;
        double actualSquares = 0;
        for (int i = 0; i < k; i++) {
            products += (double) actual[i] * predicted[i];
            predictedSquares += (double) predicted[i] * predicted[i];
            actualSquares += (double) actual[i] * actual[i];
        }
        double squared = (double) count * count;
        double scale = (squared - predictedSquares) * (squared - actualSquares);
        return scale == 0 ? 0 : ((double) correct * count - products) / Math.sqrt(scale);
    }

    private static double ratio(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }
}
