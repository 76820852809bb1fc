package io.ocelli.learning;

import io.ocelli.image.Randomness;

/**
 * A uniform sample of a stream of which nobody knows how long it will be (Vitter 1985): after n elements each of them is kept with
 * the same probability. A value: what happens to element n hangs on the seed and on n alone.
 *
 * @param capacity how many are kept, 1 or more
 * @param seen how many there were so far
 * @param seed of the draws
 */
public record Reservoir(int capacity, long seen, long seed) {
    /** What becomes of an element that is not kept. */
    public static final int PASSED = -1;

    public Reservoir {
        if (capacity < 1 || seen < 0) {
            throw new IllegalArgumentException(
                    "A reservoir keeps 1 or more of 0 or more, received " + capacity + " and " + seen);
        }
    }

    /** An empty one. */
    public static Reservoir of(int capacity, long seed) {
        return new Reservoir(capacity, 0, seed);
    }

    /** The place of the next element, in that of what lies there: below the capacity, or {@link #PASSED}. */
    public int place() {
        if (seen < capacity) {
            return (int) seen;
        }
        long drawn = (long) (Randomness.of(seed).split("reservoir").split(seen).nextDouble() * (seen + 1));
        return drawn < capacity ? (int) drawn : PASSED;
    }

    /** After the next element. */
    public Reservoir next() {
        return new Reservoir(capacity, seen + 1, seed);
    }
}
