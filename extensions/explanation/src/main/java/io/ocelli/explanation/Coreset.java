package io.ocelli.explanation;

import java.util.Arrays;
import java.util.List;

/** Few rows that stand for many: each time the one that is farthest from those before it (k-centre, greedy; Gonzalez 1985). */
final class Coreset {
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
                distances[i] = Math.min(distances[i], square(rows.get(i), last));
                farthest = distances[i] > distances[farthest] ? i : farthest;
            }
            next = farthest;
        }
        return picked;
    }

    private static double square(float[] a, float[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            double off = (double) a[j] - b[j];
            sum += off * off;
        }
        return sum;
    }
}
