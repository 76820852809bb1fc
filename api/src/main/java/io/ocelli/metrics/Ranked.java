package io.ocelli.metrics;

import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * The pictures of a class and all others in the order of their scores of it, the highest first; those of equal scores, or of one
 * bin where scores were too many to keep, together. Immutable.
 */
public final class Ranked {
    /** Of each group. */
    private final double[] positives;

    private final double[] negatives;
    private final float[] scores;
    private final boolean exact;
    private final double allPositives;
    private final double allNegatives;

    /** @param exact whether a group's scores are equal, and not only near each other */
    Ranked(double[] positives, double[] negatives, float[] scores, boolean exact) {
        this.positives = positives;
        this.negatives = negatives;
        this.scores = scores;
        this.exact = exact;
        this.allPositives = sum(positives);
        this.allNegatives = sum(negatives);
    }

    private static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }

    /**
     * The area under the ROC curve (Mann and Whitney 1947): of all pairs of a picture of the class and another the share that is
     * in order, ties half; NaN where there is none.
     */
    public Bounded rocAuc() {
        double ordered = 0;
        double ties = 0;
        double seen = 0;
        for (int i = 0; i < positives.length; i++) {
            seen += negatives[i];
            // All negatives that come later rank below these positives.
            ordered += positives[i] * (allNegatives - seen);
            ties += positives[i] * negatives[i];
        }
        double pairs = allPositives * allNegatives;
        return exact
                ? Bounded.exact((ordered + ties / 2) / pairs)
                : new Bounded((ordered + ties / 2) / pairs, ordered / pairs, (ordered + ties) / pairs);
    }

    /** The average precision, without interpolation, 0 to 1; 0 without pictures of the class. */
    public Bounded averagePrecision() {
        if (allPositives == 0) {
            return Bounded.exact(0);
        }
        double together = 0;
        double worst = 0;
        double best = 0;
        double hits = 0;
        double misses = 0;
        for (int i = 0; i < positives.length; i++) {
            together += positives[i] * (hits + positives[i]) / (hits + misses + positives[i] + negatives[i]);
            if (!exact) {
                for (double p = 1; p <= positives[i]; p++) {
                    best += (hits + p) / (hits + p + misses);
                    worst += (hits + p) / (hits + p + misses + negatives[i]);
                }
            }
            hits += positives[i];
            misses += negatives[i];
        }
        return exact
                ? Bounded.exact(together / allPositives)
                : new Bounded(together / allPositives, worst / allPositives, best / allPositives);
    }

    /**
     * The ROC curve from (0, 0) to (1, 1). Points between two others on a straight line are left out, as in scikit-learn; a rate of
     * no pictures is NaN. The threshold of a bin is NaN.
     */
    public List<CurvePoint> rocCurve() {
        ImmutableList.Builder<CurvePoint> curve = ImmutableList.builder();
        curve.add(new CurvePoint(
                allNegatives == 0 ? Double.NaN : 0, allPositives == 0 ? Double.NaN : 0, Double.POSITIVE_INFINITY));
        double hits = 0;
        double misses = 0;
        for (int i = 0; i < positives.length; i++) {
            hits += positives[i];
            misses += negatives[i];
            boolean corner = i == 0
                    || i == positives.length - 1
                    || positives[i] != positives[i + 1]
                    || negatives[i] != negatives[i + 1];
            if (corner) {
                curve.add(new CurvePoint(misses / allNegatives, hits / allPositives, scores[i]));
            }
        }
        return curve.build();
    }

    /** The curve of recall and precision, from (0, 1) on, a point for each score. */
    public List<CurvePoint> precisionRecallCurve() {
        ImmutableList.Builder<CurvePoint> curve = ImmutableList.builder();
        curve.add(new CurvePoint(0, 1, Double.POSITIVE_INFINITY));
        double hits = 0;
        double all = 0;
        for (int i = 0; i < positives.length; i++) {
            hits += positives[i];
            all += positives[i] + negatives[i];
            // Without a positive every threshold finds all there are, as scikit-learn says with a warning.
            curve.add(new CurvePoint(allPositives == 0 ? 1 : hits / allPositives, hits / all, scores[i]));
        }
        return curve.build();
    }
}
