package io.ocelli.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Scores for the figures that go by their order: all of them up to a number, and from there on how many lie in each bin. Its
 * memory is bounded.
 */
final class Ranking {
    /** 64 MB of scores; as many bins at most. */
    static final int MOST = 1 << 24;

    private static final int MOST_BINS = 1 << 12;
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
        Groups groups = new Groups();
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
        // The score's order in the high half, whether it is positive in the lowest bit.
        long[] order = new long[scores.size()];
        for (int i = 0; i < order.length; i++) {
            int bits = Float.floatToIntBits(scores.get(i)[label] + 0f); // -0 becomes 0
            long ascending = bits < 0 ? ~(long) bits & 0xffffffffL : (bits & 0xffffffffL) | 0x80000000L;
            order[i] = ascending << 1 | (labels.get(i) == label ? 1 : 0);
        }
        Arrays.sort(order);
        Groups groups = new Groups();
        int at = order.length;
        while (at > 0) {
            long score = order[at - 1] >> 1;
            double own = 0;
            double others = 0;
            while (at > 0 && order[at - 1] >> 1 == score) {
                at--;
                own += order[at] & 1;
                others += 1 - (order[at] & 1);
            }
            int bits = (int) ((score & 0x80000000L) == 0 ? ~score : score & 0x7fffffffL);
            groups.add(own, others, Float.intBitsToFloat(bits));
        }
        return groups.ranked(true);
    }

    /** Groups while they are found. */
    private static final class Groups {
        private double[] positives = new double[16];
        private double[] negatives = new double[16];
        private float[] scores = new float[16];
        private int count;

        void add(double own, double others, float score) {
            if (count == scores.length) {
                positives = Arrays.copyOf(positives, 2 * count);
                negatives = Arrays.copyOf(negatives, 2 * count);
                scores = Arrays.copyOf(scores, 2 * count);
            }
            positives[count] = own;
            negatives[count] = others;
            scores[count++] = score;
        }

        Ranked ranked(boolean exact) {
            return new Ranked(
                    Arrays.copyOf(positives, count),
                    Arrays.copyOf(negatives, count),
                    Arrays.copyOf(scores, count),
                    exact);
        }
    }
}
