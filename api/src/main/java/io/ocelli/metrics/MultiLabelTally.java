package io.ocelli.metrics;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** The scores and targets that were counted, row-major. */
final class MultiLabelTally {
    final ImmutableList<String> classes;
    private float[] scores;
    private final BitSet targets;
    private int size;

    MultiLabelTally(List<String> classes) {
        this(ImmutableList.copyOf(classes), new float[64], new BitSet(), 0);
        if (classes.isEmpty()) {
            throw new IllegalArgumentException("An evaluation has a class or more, received none");
        }
    }

    private MultiLabelTally(ImmutableList<String> classes, float[] scores, BitSet targets, int size) {
        this.classes = classes;
        this.scores = scores;
        this.targets = targets;
        this.size = size;
    }

    MultiLabelTally copy() {
        return new MultiLabelTally(classes, Arrays.copyOf(scores, size), (BitSet) targets.clone(), size);
    }

    int count() {
        return size / classes.size();
    }

    void add(float[] more, boolean[] theirs) {
        int k = classes.size();
        if (more.length != theirs.length || more.length % k != 0) {
            throw new IllegalArgumentException("An evaluation takes one score and one target for each of " + k
                    + " classes, received " + more.length + " and " + theirs.length);
        }
        for (int i = 0; i < more.length; i++) {
            if (Float.isNaN(more[i])) {
                throw new IllegalArgumentException("A score is a number, received NaN for class " + classes.get(i % k)
                        + ": the network's weights or input are not finite");
            }
        }
        reserve(more.length);
        for (int i = 0; i < more.length; i++) {
            scores[size] = more[i];
            targets.set(size++, theirs[i]);
        }
    }

    void add(MultiLabelTally other) {
        if (!classes.equals(other.classes)) {
            throw new IllegalArgumentException(
                    "Evaluations are added up of the same classes, received " + other.classes + " for " + classes);
        }
        int theirs = other.size;
        reserve(theirs);
        for (int i = 0; i < theirs; i++) {
            scores[size] = other.scores[i];
            targets.set(size++, other.targets.get(i));
        }
    }

    private void reserve(int more) {
        if (Math.addExact(size, more) > scores.length) {
            long doubled = Math.min(Integer.MAX_VALUE - 8, 2L * scores.length);
            scores = Arrays.copyOf(scores, (int) Math.max(size + more, doubled));
        }
    }

    int support(int label) {
        int support = 0;
        for (int i = label; i < size; i += classes.size()) {
            support += targets.get(i) ? 1 : 0;
        }
        return support;
    }

    /** By the scores of a class. */
    Ranked ranked(int label) {
        return ranked(label, classes.size());
    }

    /** By the scores of all classes. */
    Ranked ranked() {
        return ranked(0, 1);
    }

    private Ranked ranked(int from, int step) {
        int n = (size + step - 1 - from) / step;
        // A score and its target in one number that sorts as the score does.
        long[] keys = new long[n];
        for (int i = 0; i < n; i++) {
            int at = from + i * step;
            // Adding 0 makes one zero of both.
            int bits = Float.floatToIntBits(scores[at] + 0f);
            int ordered = bits < 0 ? bits ^ Integer.MAX_VALUE : bits;
            keys[i] = 2L * ordered + (targets.get(at) ? 1 : 0);
        }
        Arrays.sort(keys);
        double[] positives = new double[n];
        double[] negatives = new double[n];
        float[] thresholds = new float[n];
        int groups = 0;
        for (int i = n - 1; i >= 0; i--) {
            int ordered = (int) (keys[i] >> 1);
            if (i == n - 1 || keys[i] >> 1 != keys[i + 1] >> 1) {
                thresholds[groups++] = Float.intBitsToFloat(ordered < 0 ? ordered ^ Integer.MAX_VALUE : ordered);
            }
            positives[groups - 1] += keys[i] & 1;
            negatives[groups - 1] += 1 - (keys[i] & 1);
        }
        return new Ranked(
                Arrays.copyOf(positives, groups),
                Arrays.copyOf(negatives, groups),
                Arrays.copyOf(thresholds, groups),
                true);
    }

    /** @param thresholds of each class */
    MultiLabelDecisions decide(float[] thresholds) {
        MultiLabelDecisions.Counts counts = new MultiLabelDecisions.Counts(classes.size());
        int k = classes.size();
        for (int row = 0; row < size; row += k) {
            for (int c = 0; c < k; c++) {
                counts.add(c, scores[row + c] > thresholds[c], targets.get(row + c));
            }
            counts.endPicture();
        }
        return new MultiLabelDecisions(classes, counts);
    }
}
