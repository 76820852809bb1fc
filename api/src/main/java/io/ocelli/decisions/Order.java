package io.ocelli.decisions;

import java.util.Arrays;
import java.util.Comparator;

/** Indexes of numbers in an order; of equal numbers the lower index comes first. */
final class Order {
    private Order() {}

    static int[] falling(double[] values) {
        return by(values.length, (a, b) -> Double.compare(values[b], values[a]));
    }

    static int[] rising(double[] values) {
        return by(values.length, (a, b) -> Double.compare(values[a], values[b]));
    }

    private static int[] by(int count, Comparator<Integer> comparator) {
        Integer[] order = new Integer[count];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, comparator);
        int[] indexes = new int[count];
        Arrays.setAll(indexes, i -> order[i]);
        return indexes;
    }
}
