package io.ocelli.tensor;

import java.util.Arrays;

/**
 * The extents of a tensor, outermost first; {@code []} is a scalar. Immutable.
 *
 * <p>Activations are N C H W or N tokens D; the leading extent of an activation is written for a batch of one sample.
 */
public final class Shape {
    private final long[] extents;

    private Shape(long[] extents) {
        this.extents = extents;
    }

    /**
     * A shape of these extents.
     *
     * @throws IllegalArgumentException if an extent is negative or the number of elements exceeds 2^63 - 1
     */
    public static Shape of(long... extents) {
        long count = 1;
        for (long extent : extents) {
            if (extent < 0) {
                throw new IllegalArgumentException(
                        "A shape's extents are not negative, received " + Arrays.toString(extents));
            }
            try {
                count = Math.multiplyExact(count, extent);
            } catch (ArithmeticException e) {
                throw new IllegalArgumentException(
                        "A shape has at most 2^63 - 1 elements, received " + Arrays.toString(extents), e);
            }
        }
        return new Shape(extents.clone());
    }

    /** The number of dimensions. */
    public int rank() {
        return extents.length;
    }

    /** The extent of dimension {@code i}; negative {@code i} counts from the end. */
    public long get(int i) {
        return extents[i < 0 ? i + extents.length : i];
    }

    /** The extent of dimension {@code i} as an int; negative {@code i} counts from the end. */
    public int at(int i) {
        return Math.toIntExact(get(i));
    }

    /** This shape with dimension {@code i} replaced; negative {@code i} counts from the end. */
    public Shape with(int i, long extent) {
        long[] copy = extents.clone();
        copy[i < 0 ? i + copy.length : i] = extent;
        return of(copy);
    }

    /** The number of elements. */
    public long count() {
        long count = 1;
        for (long extent : extents) {
            count *= extent;
        }
        return count;
    }

    /** A copy of the extents. */
    public long[] toArray() {
        return extents.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape && Arrays.equals(extents, ((Shape) other).extents);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(extents);
    }

    @Override
    public String toString() {
        return Arrays.toString(extents);
    }
}
