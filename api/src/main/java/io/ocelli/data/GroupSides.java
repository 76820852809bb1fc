package io.ocelli.data;

import com.google.common.collect.ImmutableList;
import io.ocelli.image.Randomness;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A data set's groups, divided among sides so that each has about its share of each class: the largest groups first, each to the
 * side that has least of what is in it, as scikit-learn's {@code StratifiedGroupKFold} does. Equal ones come in an order drawn by
 * the seed.
 *
 * @param sideOf of each picture
 */
record GroupSides(DataSet pictures, int sides, int[] sideOf) {

    /**
     * @param shares of each side, which add up to 1
     * @throws IllegalArgumentException if there are fewer groups than sides
     */
    static GroupSides of(DataSet pictures, long seed, double... shares) {
        Map<String, List<Integer>> groups = groups(pictures);
        if (groups.size() < shares.length) {
            throw new IllegalArgumentException("Pictures of one group stay together, so " + shares.length
                    + " sides have " + shares.length + " groups or more, received " + groups.keySet());
        }
        int[] labels = pictures.labels();
        int strata = pictures.classes().size() + 1; // the last holds what is not labelled
        List<List<Integer>> order = new ArrayList<>();
        List<List<Integer>> drawn = new ArrayList<>(groups.values());
        for (int at : Randomness.of(seed).split("groups").permutation(drawn.size())) {
            order.add(drawn.get(at));
        }
        order.sort((a, b) -> b.size() - a.size()); // stable
        int[] all = counts(labels, IntStream.range(0, labels.length).toArray(), strata);
        double[][] filled = new double[shares.length][strata];
        int[] sideOf = new int[labels.length];
        int empty = shares.length;
        for (int g = 0; g < order.size(); g++) {
            int[] members = order.get(g).stream().mapToInt(Integer::intValue).toArray();
            int[] counts = counts(labels, members, strata);
            boolean onlyEmpty = order.size() - g == empty;
            int side = best(filled, counts, all, shares, onlyEmpty);
            empty -= Arrays.stream(filled[side]).sum() == 0 ? 1 : 0;
            for (int c = 0; c < strata; c++) {
                filled[side][c] += counts[c];
            }
            for (int member : members) {
                sideOf[member] = side;
            }
        }
        return new GroupSides(pictures, shares.length, sideOf);
    }

    private static Map<String, List<Integer>> groups(DataSet pictures) {
        Map<String, List<Integer>> groups = new LinkedHashMap<>();
        for (int i = 0; i < pictures.size(); i++) {
            @Nullable String group = pictures.sample(i).group();
            groups.computeIfAbsent(Objects.requireNonNull(group), each -> new ArrayList<>())
                    .add(i);
        }
        return groups;
    }

    private static int[] counts(int[] labels, int[] members, int strata) {
        int[] counts = new int[strata];
        for (int member : members) {
            counts[labels[member] == Sample.UNLABELLED ? strata - 1 : labels[member]]++;
        }
        return counts;
    }

    /** The side that is least full of a group's classes with it. */
    private static int best(double[][] filled, int[] counts, int[] all, double[] shares, boolean onlyEmpty) {
        int best = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int side = 0; side < shares.length; side++) {
            double full = 0;
            for (int c = 0; c < counts.length; c++) {
                full += counts[c] == 0 ? 0 : counts[c] * (filled[side][c] + counts[c]) / (shares[side] * all[c]);
            }
            boolean asked = !onlyEmpty || Arrays.stream(filled[side]).sum() == 0;
            if (asked && full < least) {
                least = full;
                best = side;
            }
        }
        return best;
    }

    /** One side against the others. */
    Split split(int validation) {
        return new Split(
                pictures.subset(IntStream.range(0, sideOf.length)
                        .filter(i -> sideOf[i] != validation)
                        .toArray()),
                pictures.subset(IntStream.range(0, sideOf.length)
                        .filter(i -> sideOf[i] == validation)
                        .toArray()));
    }

    /** Each side against the others in turn. */
    List<Split> splits() {
        ImmutableList.Builder<Split> splits = ImmutableList.builder();
        for (int side = 0; side < sides; side++) {
            splits.add(split(side));
        }
        return splits.build();
    }
}
