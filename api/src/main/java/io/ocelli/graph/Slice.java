package io.ocelli.graph;

import io.ocelli.tensor.Shape;
import java.util.List;

/**
 * Every {@code step}-th element of a dimension, from {@code start} up to, not including, {@code end}.
 *
 * @param end {@link #TO_END} for the rest
 */
public record Slice(int dimension, int start, int end, int step) implements Operation {
    /** The end of the dimension. */
    public static final int TO_END = Integer.MAX_VALUE;

    public Slice {
        if (start < 0 || end <= start || step < 1) {
            throw new IllegalArgumentException(
                    "A slice has 0 <= start < end and step >= 1, received " + start + ", " + end + ", " + step);
        }
    }

    @Override
    public Shape infer(List<Shape> inputs) {
        Shape input = Shapes.only(inputs);
        int at = Shapes.dimension(input, dimension);
        long last = Math.min(end, input.get(at));
        if (start >= last) {
            throw new IllegalArgumentException(
                    "The slice " + start + " to " + end + " of dimension " + at + " is empty in " + input);
        }
        return input.with(at, (last - start + step - 1) / step);
    }

    @Override
    public Attributes attributes() {
        return Attributes.of("dimension", dimension, "start", start, "end", end, "step", step);
    }
}
