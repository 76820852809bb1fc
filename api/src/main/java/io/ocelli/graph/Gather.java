package io.ocelli.graph;

import io.ocelli.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * Rows of a table by number. Inputs: the table [R, D] and the numbers, int64 of any shape. Result: the numbers' shape and D.
 */
public record Gather() implements Operation {

    @Override
    public Shape infer(List<Shape> inputs) {
        if (inputs.size() != 2 || inputs.get(0).rank() != 2) {
            throw new IllegalArgumentException("It takes a table [R, D] and row numbers, received " + inputs);
        }
        long[] numbers = inputs.get(1).toArray();
        long[] extents = Arrays.copyOf(numbers, numbers.length + 1);
        extents[numbers.length] = inputs.get(0).get(1);
        return Shape.of(extents);
    }

    @Override
    public Attributes attributes() {
        return Attributes.of();
    }
}
