package io.ocelli.graph;

import io.ocelli.tensor.Shape;
import java.util.List;

/**
 * The first input over the second; they broadcast.
 */
public record Divide() implements Operation {

    @Override
    public Shape infer(List<Shape> inputs) {
        return Shapes.broadcast(Shapes.each(inputs, 2));
    }

    @Override
    public Attributes attributes() {
        return Attributes.of();
    }
}
