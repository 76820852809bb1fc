package io.ocelli.graph;

import io.ocelli.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * The sum over the last dimension, which goes.
 */
public record Sum() implements Operation {

    @Override
    public Shape infer(List<Shape> inputs) {
        Shape input = Shapes.only(inputs);
        Shapes.dimension(input, -1);
        return Shape.of(Arrays.copyOf(input.toArray(), input.rank() - 1));
    }

    @Override
    public Attributes attributes() {
        return Attributes.of();
    }
}
