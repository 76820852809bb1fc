package io.ocelli.explanation;

import java.util.Arrays;
import java.util.List;

/** Few rows that stand for many: each time the one that is farthest from those before it (k-centre, greedy; Gonzalez 1985). */
final class Coreset {
    /** Numbers of a row after which is looked whether it is far enough already. */
    private static final int CHECKED = 16;

    private Coreset() {}

    /**
     * The indices of the rows, in the order in which they are picked; of equally far ones the first.
     *
     * @param size 1 to the number of rows
     * @param start the first one
     */
    static int[] of(List<float[]> rows, int size, int start) {
        int[] picked = new int[size];
        double[] distances = new double[rows.size()];
        Arrays.fill(distances, Double.POSITIVE_INFINITY);
        int next = start;
        for (int k = 0; k < size; k++) {
            picked[k] = next;
            float[] last = rows.get(next);
            int farthest = 0;
            for (int i = 0; i < distances.length; i++) {
                distances[i] = Math.min(distances[i], square(rows.get(i), last, distances[i]));
                farthest = distances[i] > distances[farthest] ? i : farthest;
            }
            next = farthest;
        }
        return picked;
    }

    /** The square of the distance, or any number from {@code enough} on where it is at least that. */
    private static double square(float[] a, float[] b, double enough) {
        double sum = 0;
        for (int from = 0; from < a.length && sum < enough; from += CHECKED) {
            for (int j = from; j < Math.min(a.length, from + CHECKED); j++) {
                double off = (double) a[j] - b[j];
                sum += off * off;
            }
        }
        return sum;
    }
}
