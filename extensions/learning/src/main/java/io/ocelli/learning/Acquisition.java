package io.ocelli.learning;

import io.ocelli.image.Randomness;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Which of many pictures without labels to label next, by what a classifier says of them. */
public enum Acquisition {
    /** Those of whose class the classifier is least sure: the largest -sum p log p. */
    ENTROPY,
    /** Those with the smallest distance between the two likeliest classes. */
    MARGIN,
    /** Those on which draws with dropout disagree most (Houlsby et al. 2011): the mutual information of class and weights. */
    BALD,
    /** Those that lie farthest from all that were chosen before (Sener and Savarese 2018), by the features. */
    CORE_SET,
    /**
     * Those that would move the head most, and each in another direction (Ash et al. 2020): k-means++ on the gradients that the
     * likeliest class would give.
     */
    BADGE;

    /**
     * Chooses pictures, the first to be labelled first.
     *
     * @param said of each picture
     * @param count how many, at most as many as there are
     * @param seed of draws, where there are some
     * @return their places, each once
     * @throws IllegalArgumentException if more are asked for than there are, or it takes draws and there are none
     */
    public int[] choose(Unlabelled said, int count, long seed) {
        if (count < 1 || count > said.size()) {
            throw new IllegalArgumentException(
                    "Of " + said.size() + " pictures 1 to " + said.size() + " can be chosen, received " + count);
        }
        switch (this) {
            case CORE_SET:
                return farthest(said, count);
            case BADGE:
                return spread(said, count, Randomness.of(seed).split("badge"));
            default:
                double[] scores = scores(said);
                return IntStream.range(0, said.size())
                        .boxed()
                        .sorted(Comparator.comparingDouble((Integer i) -> -scores[i]))
                        .limit(count)
                        .mapToInt(Integer::intValue)
                        .toArray();
        }
    }

    /**
     * How much each picture is wanted by itself. {@link #CORE_SET} and {@link #BADGE} look at all together; theirs are the distance
     * to what is labelled, and the length of the gradient.
     */
    public double[] scores(Unlabelled said) {
        double[] scores = new double[said.size()];
        switch (this) {
            case ENTROPY:
                Arrays.setAll(scores, i -> entropy(said.probabilities()[i]));
                return scores;
            case MARGIN:
                Arrays.setAll(scores, i -> -margin(said.probabilities()[i]));
                return scores;
            case BALD:
                Arrays.setAll(scores, i -> information(said, i));
                return scores;
            case CORE_SET:
                return said.distancesToLabelled();
            case BADGE:
                Arrays.setAll(scores, i -> Math.sqrt(said.squaredGradient(i)));
                return scores;
        }
        throw new AssertionError(this);
    }

    static double entropy(double... p) {
        return Arrays.stream(p)
                .filter(each -> each > 0)
                .map(each -> -each * Math.log(each))
                .sum();
    }

    private static double margin(double... p) {
        double[] sorted = p.clone();
        Arrays.sort(sorted);
        return sorted.length < 2 ? 1 : sorted[sorted.length - 1] - sorted[sorted.length - 2];
    }

    /** The entropy of the mean less the mean entropy. */
    private static double information(Unlabelled said, int i) {
        double[][][] draws = said.draws();
        if (draws.length < 2) {
            throw new IllegalArgumentException(
                    "Draws disagree where there are 2 or more, received " + draws.length + ". Say withDraws(draws).");
        }
        double[] mean = new double[draws[0][i].length];
        double each = 0;
        for (double[][] draw : draws) {
            each += entropy(draw[i]) / draws.length;
            for (int k = 0; k < mean.length; k++) {
                mean[k] += draw[i][k] / draws.length;
            }
        }
        return entropy(mean) - each;
    }

    /** Gonzalez' greedy k-centre; the first is the farthest from the mean where nothing is labelled. */
    private static int[] farthest(Unlabelled said, int count) {
        double[] nearest = said.distancesToLabelled();
        int[] chosen = new int[count];
        boolean[] taken = new boolean[said.size()];
        for (int c = 0; c < count; c++) {
            int best = -1;
            for (int i = 0; i < nearest.length; i++) {
                best = !taken[i] && (best < 0 || nearest[i] > nearest[best]) ? i : best;
            }
            chosen[c] = best;
            taken[best] = true;
            boolean first = c == 0 && !said.knows();
            for (int i = 0; i < nearest.length; i++) {
                double distance = said.distance(i, best);
                nearest[i] = first ? distance : Math.min(nearest[i], distance);
            }
        }
        return chosen;
    }

    private static int[] spread(Unlabelled said, int count, Randomness randomness) {
        double[] nearest = new double[said.size()];
        Arrays.fill(nearest, Double.POSITIVE_INFINITY);
        int[] chosen = new int[count];
        boolean[] taken = new boolean[said.size()];
        int next = largestGradient(said);
        for (int c = 0; c < count; c++) {
            chosen[c] = next;
            taken[next] = true;
            double sum = 0;
            for (int i = 0; i < nearest.length; i++) {
                nearest[i] = taken[i] ? 0 : Math.min(nearest[i], said.squaredGradientDistance(i, next));
                sum += nearest[i];
            }
            next = c + 1 < count ? drawn(nearest, taken, sum, randomness) : next;
        }
        return chosen;
    }

    private static int largestGradient(Unlabelled said) {
        int largest = 0;
        for (int i = 1; i < said.size(); i++) {
            largest = said.squaredGradient(i) > said.squaredGradient(largest) ? i : largest;
        }
        return largest;
    }

    /** With a probability in proportion to its share; the first that is left where all shares are 0. */
    private static int drawn(double[] shares, boolean[] taken, double sum, Randomness randomness) {
        double mark = randomness.nextDouble() * sum;
        int last = -1;
        for (int i = 0; i < shares.length; i++) {
            if (!taken[i] && (last < 0 || shares[i] > 0)) {
                last = i;
                mark -= shares[i];
                if (mark < 0) {
                    return i;
                }
            }
        }
        return last;
    }
}
