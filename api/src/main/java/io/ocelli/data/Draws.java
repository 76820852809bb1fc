package io.ocelli.data;

import io.ocelli.image.Randomness;
import java.util.Arrays;

/** Indexes drawn by weights. */
final class Draws {
    private Draws() {}

    /** With replacement: a place on the line of all weights, again and again. */
    static int[] independent(double[] each, int draws, Randomness randomness) {
        double[] sums = new double[each.length];
        double sum = 0;
        int last = 0;
        for (int i = 0; i < each.length; i++) {
            sum += each[i];
            sums[i] = sum;
            last = each[i] > 0 ? i : last;
        }
        int[] drawn = new int[draws];
        for (int i = 0; i < draws; i++) {
            double place = randomness.nextDouble() * sum;
            int low = 0;
            int high = last; // rounding never leads beyond the last that has a weight
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (sums[middle] > place) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            drawn[i] = low;
        }
        return drawn;
    }

    /** Without replacement, by keys of which the largest are taken (Efraimidis and Spirakis 2006). */
    static int[] distinct(double[] each, int draws, Randomness randomness) {
        double[] keys = new double[each.length];
        Integer[] order = new Integer[each.length];
        for (int i = 0; i < keys.length; i++) {
            double key = StrictMath.log(1 - randomness.nextDouble());
            keys[i] = each[i] > 0 ? key / each[i] : Double.NEGATIVE_INFINITY;
            order[i] = i;
        }
        Arrays.sort(order, (a, b) -> Double.compare(keys[b], keys[a]));
        int[] drawn = new int[draws];
        for (int i = 0; i < draws; i++) {
            drawn[i] = order[i];
        }
        return drawn;
    }
}
