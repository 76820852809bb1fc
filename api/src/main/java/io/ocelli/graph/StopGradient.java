package io.ocelli.graph;

import io.ocelli.tensor.Shape;
import java.util.List;

/**
 * Its input, as a constant: no gradient goes back through it.
 */
public record StopGradient() implements Operation {

    @Override
    public Shape infer(List<Shape> inputs) {
        return Shapes.only(inputs);
    }

    @Override
    public Attributes attributes() {
        return Attributes.of();
    }
}
