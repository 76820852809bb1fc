package io.ocelli.metrics;

import io.ocelli.tensor.Tensor;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Which given labels are likely wrong: confident learning (Northcutt, Jiang, Chuang 2021), with the figures of cleanlab 2.9.
 * Immutable; safe for any number of threads. Arrays that it gives are copies.
 *
 * <p>The probabilities are to be of a network that did not learn the picture's label, as those of cross-validation are: of one
 * that did, every label looks right.
 *
 * <pre>{@code
 * LabelErrors errors = LabelErrors.of(probabilities, labels);
 * for (int picture : errors.flagged()) {
 *     System.out.println(names.get(picture) + ": rather " + errors.suggested(picture));
 * }
 * }</pre>
 */
public final class LabelErrors {
    private static final double TOLERANCE = 1e-6;

    private final double[][] probabilities;
    private final int[] labels;
    private final ConfidentJoint joint;

    private LabelErrors(double[][] probabilities, int[] labels) {
        this.probabilities = probabilities;
        this.labels = labels;
        this.joint = new ConfidentJoint(probabilities, labels);
    }

    /**
     * Judges given labels.
     *
     * @param probabilities N K: of each class for each picture, 0 to 1; two classes or more
     * @param labels N: the index of the given class of each picture
     * @throws IllegalArgumentException if the lengths do not fit, a label is not of a class, or there is no probability
     */
    public static LabelErrors of(Tensor probabilities, int... labels) {
        if (probabilities.shape().rank() != 2
                || probabilities.shape().get(0) != labels.length
                || probabilities.shape().get(1) < 2
                || labels.length == 0) {
            throw new IllegalArgumentException(
                    "Label errors are found by probabilities N K of N pictures, 1 or more, and K"
                            + " classes, 2 or more, received " + probabilities.shape() + " for " + labels.length
                            + " labels");
        }
        int k = Math.toIntExact(probabilities.shape().get(1));
        double[] values = probabilities.toDoubles();
        double[][] rows = new double[labels.length][];
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= k) {
                throw new IllegalArgumentException(
                        "A label is 0 to " + (k - 1) + ", received " + labels[i] + " for picture " + i);
            }
            rows[i] = Arrays.copyOfRange(values, i * k, (i + 1) * k);
            for (double value : rows[i]) {
                if (!(value >= 0 && value <= 1 + TOLERANCE)) {
                    throw new IllegalArgumentException("A probability is 0 to 1, received " + value + " for picture "
                            + i + ": label errors are found by softmax's output, and not by logits");
                }
            }
        }
        return new LabelErrors(rows, labels.clone());
    }

    /** The number of pictures. */
    public int count() {
        return labels.length;
    }

    /** N: how well each picture's label fits. */
    public double[] scores(LabelQuality quality) {
        double[] scores = new double[labels.length];
        Arrays.setAll(scores, i -> quality.of(probabilities[i], labels[i]));
        return scores;
    }

    /**
     * N K: how much each class is believed of each picture: its probability times how many other pictures with the same likeliest
     * class have it as their label (and the probability itself, as though of one picture more), scaled to add up to 1. So a
     * network that often takes one class for another does not cast doubt on all of that other's labels.
     */
    public double[][] beliefs() {
        int[] likeliest = new int[labels.length];
        Arrays.setAll(likeliest, i -> best(probabilities[i], -1));
        long[][] labelled = new long[joint.k][joint.k];
        for (int i = 0; i < labels.length; i++) {
            labelled[likeliest[i]][labels[i]]++;
        }
        double[][] beliefs = new double[labels.length][joint.k];
        for (int i = 0; i < labels.length; i++) {
            double sum = 0;
            for (int c = 0; c < joint.k; c++) {
                double probability = probabilities[i][c];
                long others = labelled[likeliest[i]][c] - (labels[i] == c ? 1 : 0);
                beliefs[i][c] = probability * (others + probability);
                sum += beliefs[i][c];
            }
            for (int c = 0; c < joint.k; c++) {
                beliefs[i][c] /= sum;
            }
        }
        return beliefs;
    }

    /** N: the pictures, the most doubtful first; of equal ones the first. */
    public int[] ranking(LabelQuality quality) {
        return sorted(IntStream.range(0, labels.length), scores(quality));
    }

    /** By rising keys; equal ones stay in order. */
    private static int[] sorted(IntStream pictures, double[] keys) {
        return pictures.boxed()
                .sorted(Comparator.comparingDouble(i -> keys[i]))
                .mapToInt(i -> i)
                .toArray();
    }

    /**
     * The class with the highest probability, which is likely the right one where a label is flagged.
     *
     * @throws IndexOutOfBoundsException if there is no such picture
     */
    public int suggested(int picture) {
        return best(probabilities[picture], -1);
    }

    private static int best(double[] row, int favoured) {
        int best = 0;
        for (int c = 1; c < row.length; c++) {
            if (row[c] + (c == favoured ? TOLERANCE : 0) > row[best] + (best == favoured ? TOLERANCE : 0)) {
                best = c;
            }
        }
        return best;
    }

    /** K: the mean self-confidence of each class's pictures, from which on a picture is confidently of it; NaN without pictures. */
    public double[] thresholds() {
        return joint.thresholds.clone();
    }

    /**
     * K K: how many pictures with the label of a row are confidently of the class of a column; at least 1 on the diagonal. One
     * over several thresholds is of its most probable class, one over none is not counted.
     */
    public long[][] confidentJoint() {
        return copy(joint.counts);
    }

    /** K K: the {@linkplain #confidentJoint() joint}, scaled so that each row adds up to the pictures with its label. */
    public long[][] calibratedJoint() {
        return copy(joint.calibrated);
    }

    /** K K: of the pictures that are of a column's class the share that has a row's label; 0 where there are none. */
    public double[][] noise() {
        return joint.noise();
    }

    /** K K: of the pictures that have a column's label the share that is of a row's class; 0 where there are none. */
    public double[][] inverseNoise() {
        return joint.inverseNoise();
    }

    /** K: the share of the pictures that is of each class, whatever their labels. */
    public double[] prior() {
        return joint.prior();
    }

    private static long[][] copy(long[][] rows) {
        long[][] copy = new long[rows.length][];
        Arrays.setAll(copy, i -> rows[i].clone());
        return copy;
    }

    /** The flagged pictures by {@link LabelFilter#PRUNE_BY_NOISE_RATE}, the least {@link LabelQuality#SELF_CONFIDENCE} first. */
    public int[] flagged() {
        return flagged(LabelFilter.PRUNE_BY_NOISE_RATE, LabelQuality.SELF_CONFIDENCE);
    }

    /** The flagged pictures, the most doubtful first. */
    public int[] flagged(LabelFilter filter, LabelQuality quality) {
        BitSet flags = candidates(filter);
        return sorted(flags.stream().filter(i -> best(probabilities[i], labels[i]) != labels[i]), scores(quality));
    }

    private BitSet candidates(LabelFilter filter) {
        BitSet flags = new BitSet();
        switch (filter) {
            case PRUNE_BY_NOISE_RATE:
                pruneByNoiseRate(flags);
                break;
            case PRUNE_BY_CLASS:
                pruneByClass(flags);
                break;
            case BOTH:
                pruneByNoiseRate(flags);
                flags.and(candidates(LabelFilter.PRUNE_BY_CLASS));
                break;
            case CONFIDENT_LEARNING:
                for (int i = 0; i < labels.length; i++) {
                    flags.set(i, joint.confident[i] >= 0 && joint.confident[i] != labels[i]);
                }
                break;
            case PREDICTED_NEQ_GIVEN:
                flags.set(0, labels.length);
                break;
        }
        return flags;
    }

    private void pruneByNoiseRate(BitSet flags) {
        for (int label = 0; label < joint.k; label++) {
            long[] counts = pruned(label);
            for (int other = 0; other < joint.k; other++) {
                if (other != label && counts[other] > 0) {
                    double[] margins = new double[labels.length];
                    for (int i = 0; i < labels.length; i++) {
                        margins[i] = probabilities[i][label] - probabilities[i][other];
                    }
                    flag(flags, label, margins, counts[other]);
                }
            }
        }
    }

    private void pruneByClass(BitSet flags) {
        double[] scores = scores(LabelQuality.SELF_CONFIDENCE);
        for (int label = 0; label < joint.k; label++) {
            flag(flags, label, scores, joint.given[label] - pruned(label)[label]);
        }
    }

    /** Flags the pictures with a label that have the lowest keys; never the only one. */
    private void flag(BitSet flags, int label, double[] keys, long count) {
        if (joint.given[label] > 1) {
            int[] order = sorted(IntStream.range(0, labels.length).filter(i -> labels[i] == label), keys);
            Arrays.stream(order).limit(Math.max(0, count)).forEach(flags::set);
        }
    }

    /** A row of the calibrated joint, of which one at least is kept: what is missing is taken from the others evenly. */
    private long[] pruned(int label) {
        long[] row = joint.calibrated[label].clone();
        if (row[label] < 1) {
            double share =
                    1 / Math.max(1.0, Arrays.stream(row).filter(n -> n != 0).count() - 1.0);
            Arrays.setAll(row, c -> (long) Math.max(0, row[c] - share));
            row[label] = 1;
        }
        return row;
    }
}
