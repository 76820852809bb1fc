package io.ocelli.metrics;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Scores for the figures that go by their order: all of them up to a number, and from there on how many lie in each bin. Its
 * memory is bounded.
 */
final class Ranking implements Serializable {
    private static final long serialVersionUID = 1;

    /** 64 MB of scores; as many bins at most. */
    static final int MOST = 1 << 24;

    /** Their bounds are a hundredth apart, or less; more of them would not stay in the processor's cache. */
    private static final int MOST_BINS = 1 << 10;

    private static final int LEAST_BINS = 1 << 9;

    private final int k;
    private final int bins;
    private final ScoreBins order;
    private final List<float[]> scores = new ArrayList<>();
    private final List<Integer> labels = new ArrayList<>();
    /** Of class c, and of all, in bin b at {@code c * bins + b}; null while all scores are kept. */
    private long @Nullable [] positives;

    private long @Nullable [] all;

    Ranking(int k) {
        this.k = k;
        this.bins = Math.max(LEAST_BINS, Math.min(MOST_BINS, Integer.highestOneBit(MOST / 4 / k)));
        this.order = new ScoreBins(bins);
    }

    Ranking copy() {
        Ranking copy = new Ranking(k);
        copy.add(this);
        return copy;
    }

    /** Whether all scores are kept. */
    boolean isExact() {
        return all == null;
    }

    void add(float[] rows, int at, int label) {
        if (all == null && (scores.size() + 1L) * k <= MOST) {
            scores.add(Arrays.copyOfRange(rows, at, at + k));
            labels.add(label);
            return;
        }
        bin();
        count(rows, at, label);
    }

    void add(Ranking other) {
        if (all == null && other.all == null && (long) (scores.size() + other.scores.size()) * k <= MOST) {
            scores.addAll(other.scores);
            labels.addAll(other.labels);
            return;
        }
        bin();
        for (int i = 0; i < other.scores.size(); i++) {
            count(other.scores.get(i), 0, other.labels.get(i));
        }
        if (other.all != null && other.positives != null && all != null && positives != null) {
            for (int i = 0; i < all.length; i++) {
                all[i] += other.all[i];
                positives[i] += other.positives[i];
            }
        }
    }

    private void bin() {
        if (all != null) {
            return;
        }
        all = new long[Math.multiplyExact(k, bins)];
        positives = new long[all.length];
        for (int i = 0; i < scores.size(); i++) {
            count(scores.get(i), 0, labels.get(i));
        }
        scores.clear();
        labels.clear();
    }

    private void count(float[] rows, int at, int label) {
        if (all == null || positives == null) {
            throw new IllegalStateException("Scores are counted once there are bins");
        }
        for (int c = 0; c < k; c++) {
            all[c * bins + order.of(rows[at + c])]++;
        }
        positives[label * bins + order.of(rows[at + label])]++;
    }

    Ranked of(int label) {
        return all == null || positives == null ? sorted(label) : counted(label, all, positives);
    }

    private Ranked counted(int label, long[] all, long[] positives) {
        Ranked.Groups groups = new Ranked.Groups();
        for (int bin = bins - 1; bin >= 0; bin--) {
            long both = all[label * bins + bin];
            if (both > 0) {
                long own = positives[label * bins + bin];
                groups.add(own, both - own, Float.NaN);
            }
        }
        return groups.ranked(false);
    }

    private Ranked sorted(int label) {
        float[] own = new float[scores.size()];
        boolean[] positive = new boolean[own.length];
        for (int i = 0; i < own.length; i++) {
            own[i] = scores.get(i)[label];
            positive[i] = labels.get(i) == label;
        }
        return Ranked.of(own, positive);
    }
}
