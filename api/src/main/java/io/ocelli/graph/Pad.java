package io.ocelli.graph;

import io.ocelli.tensor.Shape;
import java.util.List;

/**
 * Zeros before and after along a dimension.
 */
public record Pad(int dimension, int before, int after) implements Operation {

    @Override
    public Shape infer(List<Shape> inputs) {
        Shape input = Shapes.only(inputs);
        int at = Shapes.dimension(input, dimension);
        return input.with(at, input.get(at) + before + after);
    }

    @Override
    public Attributes attributes() {
        return Attributes.of("dimension", dimension, "before", before, "after", after);
    }
}
