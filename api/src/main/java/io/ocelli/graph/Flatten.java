package io.ocelli.graph;

import io.ocelli.tensor.Shape;
import java.util.List;

/**
 * Joins all dimensions but the first: N C H W to N (C H W).
 */
public record Flatten() implements Operation {

    @Override
    public Shape infer(List<Shape> inputs) {
        Shape input = Shapes.only(inputs);
        return Shape.of(input.get(0), input.count() / input.get(0));
    }

    @Override
    public Attributes attributes() {
        return Attributes.of();
    }
}
