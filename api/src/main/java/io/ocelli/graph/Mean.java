package io.ocelli.graph;

import io.ocelli.tensor.Shape;
import java.util.List;

/**
 * The mean of all elements: a scalar.
 */
public record Mean() implements Operation {

    @Override
    public Shape infer(List<Shape> inputs) {
        Shapes.only(inputs);
        return Shape.of();
    }

    @Override
    public Attributes attributes() {
        return Attributes.of();
    }
}
