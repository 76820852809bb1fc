package io.ocelli.learning;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Classes by the nearest of labelled features (Wu et al. 2018): each of the k features with the largest cosine votes exp(cosine /
 * temperature) for its class, or 1 where there is no temperature. Of equally near ones the first counts. What it says of held-out
 * pictures tells what a backbone has learnt without labels, and takes no training.
 *
 * <p>Immutable and safe for any number of threads.
 *
 * @param k how many vote, at least 1; more than there are is all of them
 * @param temperature above 0; infinity where each vote is 1
 */
public record NeighbourVotes(int k, double temperature) {
    public NeighbourVotes {
        if (k < 1 || !(temperature > 0)) {
            throw new IllegalArgumentException(
                    "1 neighbour or more vote at a temperature above 0, received " + k + " and " + temperature);
        }
    }

    /** 200 at a temperature of 0.07, as in the paper. */
    public static NeighbourVotes ofPaper() {
        return new NeighbourVotes(200, 0.07);
    }

    /**
     * The votes for each class.
     *
     * @param features M D, whose classes are asked for
     * @param known N D
     * @param labels N classes, from 0
     * @param classes how many there are
     * @return M K
     */
    public double[][] votes(float[][] features, float[][] known, int[] labels, int classes) {
        if (known.length != labels.length || known.length == 0) {
            throw new IllegalArgumentException("There is a label for each known feature, and one or more, received "
                    + known.length + " features and " + labels.length + " labels");
        }
        double[][] directions = directions(known);
        double[][] asked = directions(features);
        double[][] votes = new double[features.length][classes];
        IntStream.range(0, asked.length).parallel().forEach(i -> vote(asked[i], directions, labels, votes[i]));
        return votes;
    }

    /** The share of features whose class gets the most votes, the first of equals. */
    public double accuracy(float[][] features, int[] truth, float[][] known, int[] labels, int classes) {
        double[][] votes = votes(features, known, labels, classes);
        int right = 0;
        for (int i = 0; i < votes.length; i++) {
            right += most(votes[i]) == truth[i] ? 1 : 0;
        }
        return (double) right / votes.length;
    }

    private void vote(double[] asked, double[][] known, int[] labels, double[] votes) {
        double[] cosines = new double[known.length];
        Arrays.setAll(cosines, j -> dot(asked, known[j]));
        int[] order = IntStream.range(0, known.length)
                .boxed()
                .sorted((a, b) -> Double.compare(cosines[b], cosines[a]))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int j = 0; j < Math.min(k, order.length); j++) {
            votes[labels[order[j]]] += Math.exp(cosines[order[j]] / temperature);
        }
    }

    /** The first of the largest. */
    static int most(double[] numbers) {
        int most = 0;
        for (int i = 1; i < numbers.length; i++) {
            most = numbers[i] > numbers[most] ? i : most;
        }
        return most;
    }

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** Rows of length 1; one of length 0 stays. */
    static double[][] directions(float[][] rows) {
        double[][] directions = new double[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            double[] row = new double[rows[i].length];
            double squares = 0;
            for (int d = 0; d < row.length; d++) {
                row[d] = rows[i][d];
                squares += row[d] * row[d];
            }
            double length = Math.max(Math.sqrt(squares), 1e-12);
            for (int d = 0; d < row.length; d++) {
                row[d] /= length;
            }
            directions[i] = row;
        }
        return directions;
    }
}
