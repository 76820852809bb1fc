package io.ocelli.compression;

import java.util.Arrays;

/**
 * The entries of axes, and which of them are one: they are there together, or left out together. Not thread-safe while entries are
 * joined.
 */
final class AxisEntries {
    private int[] parents = new int[1024];
    private boolean[] fixed = new boolean[1024];
    private int count;

    /** So many entries that nothing else knows of yet. */
    int[] fresh(int number) {
        if (count + number > parents.length) {
            int size = Math.max(2 * parents.length, count + number);
            parents = Arrays.copyOf(parents, size);
            fixed = Arrays.copyOf(fixed, size);
        }
        int[] entries = new int[number];
        for (int i = 0; i < number; i++) {
            entries[i] = count;
            parents[count] = count;
            count++;
        }
        return entries;
    }

    /** The entry that stands for all that are one with this. */
    int of(int entry) {
        int root = entry;
        while (parents[root] != root) {
            parents[root] = parents[parents[root]];
            root = parents[root];
        }
        return root;
    }

    void join(int one, int other) {
        int a = of(one);
        int b = of(other);
        if (a != b) {
            parents[Math.max(a, b)] = Math.min(a, b);
            fixed[Math.min(a, b)] |= fixed[Math.max(a, b)];
        }
    }

    /** Entry by entry. */
    void join(int[] some, int[] others) {
        if (some.length != others.length) {
            throw new IllegalArgumentException(
                    "Axes of the same extent are joined, received " + some.length + " and " + others.length);
        }
        for (int i = 0; i < some.length; i++) {
            join(some[i], others[i]);
        }
    }

    /** These stay. */
    void fix(int[] entries) {
        for (int entry : entries) {
            fixed[of(entry)] = true;
        }
    }

    boolean isFixed(int entry) {
        return fixed[of(entry)];
    }
}
