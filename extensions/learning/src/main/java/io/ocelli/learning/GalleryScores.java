package io.ocelli.learning;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The similarities of pictures to the classes of a gallery, in double precision: what its network computes. Immutable.
 *
 * @param directions N D, of length 1
 * @param classes N, from 0 to below K
 * @param k the neighbours that vote, or 0 for the means
 */
record GalleryScores(double[][] directions, int[] classes, int k, double temperature) {
    /** What keeps no picture and no class away. */
    private static final int NONE = -1;

    /** The most similar class of those that are left, and how similar it is; minus infinity where none is left. */
    record Best(int label, double similarity) {}

    /** The most similar class of a picture of the gallery, where its own is a stranger. */
    Best asStranger(int picture) {
        return best(picture, NONE, classes[picture]);
    }

    /** The most similar class of a picture of the gallery, as if it were not there. */
    Best withoutItself(int picture) {
        return best(picture, picture, NONE);
    }

    private Best best(int picture, int without, int withoutClass) {
        double[] similarities = similarities(directions[picture], without, withoutClass);
        int best = NeighbourVotes.most(similarities);
        return new Best(best, similarities[best]);
    }

    /** The similarity to each class; minus infinity for one that has no picture left, or no vote. */
    double[] similarities(double[] direction, int without, int withoutClass) {
        int count = Arrays.stream(classes).max().orElse(NONE) + 1;
        int[] left = IntStream.range(0, classes.length)
                .filter(i -> i != without && classes[i] != withoutClass)
                .toArray();
        double[] similarities = new double[count];
        Arrays.fill(similarities, Double.NEGATIVE_INFINITY);
        if (k == 0) {
            means(direction, left, similarities);
        } else {
            votes(direction, left, similarities);
        }
        return similarities;
    }

    private void means(double[] direction, int[] left, double[] similarities) {
        double[][] sums = new double[similarities.length][direction.length];
        boolean[] there = new boolean[similarities.length];
        for (int i : left) {
            there[classes[i]] = true;
            for (int d = 0; d < direction.length; d++) {
                sums[classes[i]][d] += directions[i][d];
            }
        }
        for (int c = 0; c < sums.length; c++) {
            if (there[c]) {
                double length = Math.sqrt(NeighbourVotes.dot(sums[c], sums[c]));
                similarities[c] = NeighbourVotes.dot(sums[c], direction) / Math.max(length, 1e-12);
            }
        }
    }

    private void votes(double[] direction, int[] left, double[] similarities) {
        double[] cosines = new double[left.length];
        for (int i = 0; i < left.length; i++) {
            cosines[i] = NeighbourVotes.dot(direction, directions[left[i]]);
        }
        double[] falling = cosines.clone();
        Arrays.sort(falling);
        double top = falling.length == 0 ? 0 : falling[falling.length - 1];
        double least = falling.length == 0 ? 0 : falling[Math.max(0, falling.length - k)];
        double[] votes = new double[similarities.length];
        for (int i = 0; i < left.length; i++) {
            if (cosines[i] >= least) {
                votes[classes[left[i]]] += Math.exp((cosines[i] - top) / temperature);
            }
        }
        for (int c = 0; c < votes.length; c++) {
            if (votes[c] > 0) {
                similarities[c] = temperature * Math.log(votes[c]) + top;
            }
        }
    }

    /**
     * The least similarity at which no more than a share of strangers are accepted: in the middle between the most similar stranger
     * that is refused and what comes next above it.
     *
     * @param share 0 to below 1
     */
    double threshold(double share) {
        double[] strangers = IntStream.range(0, classes.length)
                .mapToDouble(i -> asStranger(i).similarity())
                .sorted()
                .toArray();
        int accepted = (int) Math.floor(share * strangers.length + 1e-9);
        double refused = strangers[strangers.length - 1 - accepted];
        double next = IntStream.range(0, classes.length)
                .mapToDouble(i -> withoutItself(i).similarity())
                .filter(similarity -> similarity > refused)
                .min()
                .orElse(refused + 0.02);
        for (double stranger : strangers) {
            next = stranger > refused ? Math.min(next, stranger) : next;
        }
        return (refused + next) / 2;
    }

    GalleryFigures figures(double threshold) {
        int strangers = 0;
        int asked = 0;
        int refused = 0;
        int right = 0;
        boolean several = Arrays.stream(classes).distinct().count() > 1;
        for (int i = 0; i < classes.length; i++) {
            strangers += several && asStranger(i).similarity() >= threshold ? 1 : 0;
            int own = classes[i];
            if (Arrays.stream(classes).filter(c -> c == own).count() > 1) {
                Best best = withoutItself(i);
                asked++;
                refused += best.similarity() < threshold ? 1 : 0;
                right += best.similarity() >= threshold && best.label() == own ? 1 : 0;
            }
        }
        return new GalleryFigures(
                threshold,
                several ? (double) strangers / classes.length : Double.NaN,
                asked == 0 ? Double.NaN : (double) refused / asked,
                asked == 0 ? Double.NaN : (double) right / asked);
    }
}
