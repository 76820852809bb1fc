package io.ocelli.decisions;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Doubles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How conformal sets are made: sets of classes that hold the true one for a wanted share of pictures, as long as these are
 * drawn as the ones that it was fitted on were (split conformal prediction; Vovk et al. 2005).
 *
 * <p>The bound is the ceil((n + 1) coverage)-th smallest score of the true classes.
 *
 * @param score how badly a class fits
 * @param coverage the share of pictures whose set holds the true class, above 0 and below 1
 * @param perClass whether each class is covered so (Mondrian), with a bound of its own
 * @param neverEmpty whether the likeliest class is always in the set
 */
public record Conformal(Nonconformity score, double coverage, boolean perClass, boolean neverEmpty) implements Fit {
    /** Below the rank's rounding errors. */
    private static final double DIGITS = 1e9;

    /**
     * @throws IllegalArgumentException if the coverage is out of range
     */
    public Conformal {
        Around.inside("A coverage", coverage);
    }

    /** The smallest sets on average: all classes that are likely enough. They are empty where no class is. */
    public static Conformal lac(double coverage) {
        return new Conformal(new Nonconformity(false, 0, 0), coverage, false, false);
    }

    /** Sets that are larger where the classifier is less sure: from the likeliest class down. */
    public static Conformal aps(double coverage) {
        return raps(coverage, 0, 0);
    }

    /**
     * As {@link #aps}, with fewer very large sets.
     *
     * @param penalty what each rank past {@code free} adds to the score, 0 or more, such as 0.01
     * @param free ranks that cost nothing, 0 or more, such as 5
     */
    public static Conformal raps(double coverage, double penalty, int free) {
        return new Conformal(new Nonconformity(true, penalty, free), coverage, false, false);
    }

    /** LAC with a bound for each class, so that each class is covered, rare ones too. */
    public static Conformal mondrian(double coverage) {
        return lac(coverage).eachClass();
    }

    /** With a bound for each class. One of too few pictures for the coverage is in every set. */
    public Conformal eachClass() {
        return new Conformal(score, coverage, true, neverEmpty);
    }

    /** With the likeliest class in every set. */
    public Conformal withoutEmptySets() {
        return new Conformal(score, coverage, perClass, true);
    }

    /**
     * The sets' bounds.
     *
     * @throws IllegalArgumentException if there are too few pictures for the coverage: fewer than coverage / (1 - coverage),
     *     of every class where each has its bound
     */
    @Override
    public ConformalSets of(LabelledScores validation) {
        List<List<Double>> groups = new ArrayList<>();
        for (int group = 0; group < (perClass ? validation.classes() : 1); group++) {
            groups.add(new ArrayList<>());
        }
        for (int i = 0; i < validation.size(); i++) {
            int label = validation.label(i);
            groups.get(perClass ? label : 0).add(score.of(validation.shares()[i])[label]);
        }
        ImmutableList.Builder<Double> bounds = ImmutableList.builder();
        boolean bounded = false;
        int most = 0;
        for (List<Double> group : groups) {
            double bound = bound(group);
            bounds.add(bound);
            bounded |= bound < Double.POSITIVE_INFINITY;
            most = Math.max(most, group.size());
        }
        if (!bounded) {
            throw new IllegalArgumentException("A coverage of " + coverage + " needs at least " + needed() + " pictures"
                    + (perClass ? " of a class" : "") + " to be fitted on, received " + most
                    + (perClass ? " of the most frequent one" : "") + ". Give more, or want a lower coverage.");
        }
        return new ConformalSets(score, bounds.build(), neverEmpty);
    }

    private double bound(List<Double> scores) {
        long rank = rank(scores.size());
        if (rank > scores.size()) {
            return Double.POSITIVE_INFINITY;
        }
        double[] sorted = Doubles.toArray(scores);
        Arrays.sort(sorted);
        return sorted[(int) rank - 1];
    }

    private long rank(int n) {
        return (long) Math.ceil(Math.rint((n + 1.0) * coverage * DIGITS) / DIGITS);
    }

    private int needed() {
        int n = (int) Math.max(1, Math.min(Integer.MAX_VALUE - 1, Math.floor(coverage / (1 - coverage)) - 1));
        while (rank(n) > n) {
            n++;
        }
        return n;
    }
}
