package io.ocelli.metrics;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Locale;

/**
 * How good the decisions are which classes pictures have. Immutable; safe for any number of threads. Figures are those of
 * scikit-learn, with 0 for a ratio over nothing; what is of no pictures is NaN.
 */
public final class MultiLabelDecisions {
    private final ImmutableList<String> classes;
    private final Counts counts;

    MultiLabelDecisions(ImmutableList<String> classes, Counts counts) {
        this.classes = classes;
        this.counts = counts;
    }

    /** Precision, recall and F1 of each class. */
    public List<ClassFigures> perClass() {
        ImmutableList.Builder<ClassFigures> figures = ImmutableList.builder();
        for (int c = 0; c < classes.size(); c++) {
            Figures own = figures(counts.hits[c], counts.decided[c], counts.support[c]);
            figures.add(new ClassFigures(classes.get(c), own.precision(), own.recall(), own.f1(), counts.support[c]));
        }
        return figures.build();
    }

    /** The plain mean over all classes, with those that no picture has and none was decided to have. */
    public Figures macro() {
        return mean(false);
    }

    /** Over all decisions at once. */
    public Figures micro() {
        return figures(sum(counts.hits), sum(counts.decided), sum(counts.support));
    }

    /** The mean over the classes, each as often as it has pictures. */
    public Figures weighted() {
        return mean(true);
    }

    /** The mean over the pictures; a picture without classes, of which none was decided, counts as 0. */
    public Figures samples() {
        double n = counts.pictures;
        return new Figures(counts.precision / n, counts.recall / n, counts.f1 / n);
    }

    /** The share of the decisions that are wrong, 0 to 1. */
    public double hammingLoss() {
        return (double) counts.wrong / counts.pictures / classes.size();
    }

    /** The share of the pictures of which every decision is right, 0 to 1. */
    public double subsetAccuracy() {
        return (double) counts.allRight / counts.pictures;
    }

    private Figures mean(boolean weighted) {
        double precision = 0;
        double recall = 0;
        double f1 = 0;
        double weights = 0;
        for (ClassFigures figures : perClass()) {
            double weight = weighted ? figures.support() : 1;
            precision += weight * figures.precision();
            recall += weight * figures.recall();
            f1 += weight * figures.f1();
            weights += weight;
        }
        return weights == 0 ? new Figures(0, 0, 0) : new Figures(precision / weights, recall / weights, f1 / weights);
    }

    private static long sum(long[] values) {
        long sum = 0;
        for (long value : values) {
            sum += value;
        }
        return sum;
    }

    private static Figures figures(long hits, long decided, long support) {
        return new Figures(share(hits, decided), share(hits, support), share(2 * hits, decided + support));
    }

    private static double share(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }

    /** Such as {@code F1 0.3502 micro, 0.3411 macro, 0.3007 samples; Hamming loss 0.4494, subset accuracy 0.0300}. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "F1 %.4f micro, %.4f macro, %.4f samples; Hamming loss %.4f, subset accuracy %.4f",
                micro().f1(),
                macro().f1(),
                samples().f1(),
                hammingLoss(),
                subsetAccuracy());
    }

    /** Counts of decisions, picture by picture. */
    static final class Counts {
        private final long[] hits;
        private final long[] decided;
        private final long[] support;
        private long pictures;
        private long wrong;
        private long allRight;
        private double precision;
        private double recall;
        private double f1;

        private long hitsHere;
        private long decidedHere;
        private long supportHere;

        Counts(int k) {
            this.hits = new long[k];
            this.decided = new long[k];
            this.support = new long[k];
        }

        void add(int label, boolean decision, boolean target) {
            int hit = decision && target ? 1 : 0;
            hits[label] += hit;
            decided[label] += decision ? 1 : 0;
            support[label] += target ? 1 : 0;
            hitsHere += hit;
            decidedHere += decision ? 1 : 0;
            supportHere += target ? 1 : 0;
        }

        void endPicture() {
            Figures own = figures(hitsHere, decidedHere, supportHere);
            precision += own.precision();
            recall += own.recall();
            f1 += own.f1();
            long wrongHere = decidedHere + supportHere - 2 * hitsHere;
            wrong += wrongHere;
            allRight += wrongHere == 0 ? 1 : 0;
            pictures++;
            hitsHere = 0;
            decidedHere = 0;
            supportHere = 0;
        }
    }
}
