package io.ocelli.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** All scores, for the figures that go by their order; up to a number of them. */
final class Ranking {
    /** 64 MB of scores. */
    static final int MOST = 1 << 24;

    private final int k;
    private final List<float[]> scores;
    private final List<Integer> labels;

    Ranking(int k) {
        this(k, new ArrayList<>(), new ArrayList<>());
    }

    private Ranking(int k, List<float[]> scores, List<Integer> labels) {
        this.k = k;
        this.scores = scores;
        this.labels = labels;
    }

    Ranking copy() {
        return new Ranking(k, new ArrayList<>(scores), new ArrayList<>(labels));
    }

    /** False, and nothing is added, where it would be too much. */
    boolean add(float[] rows, int at, int label) {
        if ((scores.size() + 1L) * k > MOST) {
            return false;
        }
        scores.add(Arrays.copyOfRange(rows, at, at + k));
        labels.add(label);
        return true;
    }

    /** By Mann and Whitney: of all pairs of a positive and a negative, those in order, ties half. */
    double rocAuc(int label) {
        Walk walk = new Walk(label);
        double ordered = 0;
        double negatives = 0;
        while (walk.next()) {
            // All negatives that come later rank below these positives.
            negatives += walk.newNegatives;
            ordered += walk.newPositives * (walk.allNegatives - negatives + walk.newNegatives / 2);
        }
        return ordered / (walk.allPositives * walk.allNegatives);
    }

    double averagePrecision(int label) {
        Walk walk = new Walk(label);
        double sum = 0;
        double positives = 0;
        double taken = 0;
        while (walk.next()) {
            positives += walk.newPositives;
            taken += walk.newPositives + walk.newNegatives;
            sum += walk.newPositives * positives / taken;
        }
        return walk.allPositives == 0 ? 0 : sum / walk.allPositives;
    }

    /** Goes through the scores of a class from the highest, equal ones at once. */
    private final class Walk {
        private final long[] order; // the score's order in the high half, whether it is positive in the lowest bit
        private int at;
        double allPositives;
        double allNegatives;
        double newPositives;
        double newNegatives;

        Walk(int label) {
            order = new long[scores.size()];
            for (int i = 0; i < order.length; i++) {
                boolean positive = labels.get(i) == label;
                float score = scores.get(i)[label] + 0f; // -0 becomes 0
                int bits = Float.floatToIntBits(score);
                long ascending = bits < 0 ? ~(long) bits & 0xffffffffL : (bits & 0xffffffffL) | 0x80000000L;
                order[i] = ascending << 1 | (positive ? 1 : 0);
                allPositives += positive ? 1 : 0;
            }
            allNegatives = order.length - allPositives;
            Arrays.sort(order);
            at = order.length;
        }

        boolean next() {
            if (at == 0) {
                return false;
            }
            newPositives = 0;
            newNegatives = 0;
            long score = order[at - 1] >> 1;
            while (at > 0 && order[at - 1] >> 1 == score) {
                at--;
                newPositives += order[at] & 1;
                newNegatives += 1 - (order[at] & 1);
            }
            return true;
        }
    }
}
