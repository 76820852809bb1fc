package io.ocelli.data;

import com.google.common.collect.ImmutableList;
import io.ocelli.image.Randomness;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A data set in two parts. Immutable.
 *
 * @param training the part to learn from
 * @param validation the part to measure on
 */
public record Split(DataSet training, DataSet validation) {

    static Split of(DataSet pictures, double fraction, long seed) {
        if (!(fraction > 0 && fraction < 1)) {
            throw new IllegalArgumentException(
                    "The fraction of a split is between 0 and 1, both excluded, received " + fraction);
        }
        if (pictures.carries().containsKey(Sample.GROUP)) {
            return GroupSides.of(pictures, seed, fraction, 1 - fraction).split(1);
        }
        int[] labels = pictures.labels();
        int strata = pictures.classes().size() + 1; // the last holds what is not labelled
        int[] counts = new int[strata];
        for (int label : labels) {
            counts[stratum(label, strata)]++;
        }
        int[] shares = shares(counts, fraction);
        int[] taken = new int[strata];
        int[][] ranks = new int[strata][];
        for (int k = 0; k < strata; k++) {
            ranks[k] = Randomness.of(seed).split("split").split(k).permutation(counts[k]);
        }
        int size = Arrays.stream(shares).sum();
        int[] training = new int[size];
        int[] validation = new int[labels.length - size];
        int t = 0;
        int v = 0;
        for (int i = 0; i < labels.length; i++) {
            int k = stratum(labels[i], strata);
            if (ranks[k][taken[k]++] < shares[k]) {
                training[t++] = i;
            } else {
                validation[v++] = i;
            }
        }
        return new Split(pictures.subset(training), pictures.subset(validation));
    }

    static List<Split> folds(DataSet pictures, int k, long seed) {
        if (k >= 2 && pictures.carries().containsKey(Sample.GROUP)) {
            double[] shares = new double[k];
            Arrays.fill(shares, 1.0 / k);
            return GroupSides.of(pictures, seed, shares).splits();
        }
        int[] labels = pictures.labels();
        if (k < 2 || k > labels.length) {
            throw new IllegalArgumentException("There are 2 folds or more and a picture for each, received " + k
                    + " folds of " + labels.length + " pictures");
        }
        int strata = pictures.classes().size() + 1;
        int[] counts = new int[strata];
        for (int label : labels) {
            counts[stratum(label, strata)]++;
        }
        int[][] folds = new int[strata][];
        int dealt = 0;
        for (int c = 0; c < strata; c++) {
            folds[c] = Randomness.of(seed).split("folds").split(c).permutation(counts[c]);
            for (int i = 0; i < counts[c]; i++) {
                folds[c][i] = (dealt + folds[c][i]) % k;
            }
            dealt += counts[c]; // the next class goes on where this one ended, so that folds are of one size
        }
        int[] taken = new int[strata];
        int[] foldOf = new int[labels.length];
        for (int i = 0; i < labels.length; i++) {
            int c = stratum(labels[i], strata);
            foldOf[i] = folds[c][taken[c]++];
        }
        ImmutableList.Builder<Split> splits = ImmutableList.builder();
        for (int fold = 0; fold < k; fold++) {
            int now = fold;
            splits.add(new Split(
                    pictures.subset(IntStream.range(0, labels.length)
                            .filter(i -> foldOf[i] != now)
                            .toArray()),
                    pictures.subset(IntStream.range(0, labels.length)
                            .filter(i -> foldOf[i] == now)
                            .toArray())));
        }
        return splits.build();
    }

    private static int stratum(int label, int strata) {
        return label == Sample.UNLABELLED ? strata - 1 : label;
    }

    /** How many of each class go to training: rounded down, and what is then missing in all to the largest remainders. */
    private static int[] shares(int[] counts, double fraction) {
        int all = Arrays.stream(counts).sum();
        Integer[] byRemainder = new Integer[counts.length];
        double[] remainders = new double[counts.length];
        int[] shares = new int[counts.length];
        long missing = Math.round(all * fraction);
        for (int k = 0; k < counts.length; k++) {
            shares[k] = (int) Math.floor(counts[k] * fraction);
            remainders[k] = counts[k] * fraction - shares[k];
            missing -= shares[k];
            byRemainder[k] = k;
        }
        Arrays.sort(byRemainder, (a, b) -> Double.compare(remainders[b], remainders[a])); // stable
        for (int i = 0; i < missing && i < byRemainder.length; i++) {
            int k = byRemainder[i];
            shares[k] = Math.min(shares[k] + 1, counts[k]);
        }
        for (int k = 0; k < counts.length; k++) {
            if (counts[k] == 1) {
                shares[k] = 1;
            } else if (counts[k] > 1) {
                shares[k] = Math.max(1, Math.min(counts[k] - 1, shares[k]));
            }
        }
        return shares;
    }
}
