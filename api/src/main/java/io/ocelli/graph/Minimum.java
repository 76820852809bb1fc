package io.ocelli.graph;

import io.ocelli.tensor.Shape;
import java.util.List;

/**
 * The smaller of two inputs, which broadcast. Where they are equal, each takes half of the gradient.
 */
public record Minimum() implements Operation {

    @Override
    public Shape infer(List<Shape> inputs) {
        return Shapes.broadcast(Shapes.each(inputs, 2));
    }

    @Override
    public Attributes attributes() {
        return Attributes.of();
    }
}
