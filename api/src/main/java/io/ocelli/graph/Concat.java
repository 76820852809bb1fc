package io.ocelli.graph;

import io.ocelli.tensor.Shape;
import java.util.List;

/**
 * Its inputs one after the other along a dimension.
 */
public record Concat(int dimension) implements Operation {

    @Override
    public Shape infer(List<Shape> inputs) {
        Shape first = inputs.get(0);
        int at = Shapes.dimension(first, dimension);
        long total = 0;
        for (Shape input : inputs) {
            if (input.rank() != first.rank() || !input.with(at, 0).equals(first.with(at, 0))) {
                throw new IllegalArgumentException(
                        "The inputs are equal but for dimension " + at + ", received " + first + " and " + input);
            }
            total += input.get(at);
        }
        return first.with(at, total);
    }

    @Override
    public Attributes attributes() {
        return Attributes.of("dimension", dimension);
    }
}
