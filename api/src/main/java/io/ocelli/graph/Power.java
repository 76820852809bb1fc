package io.ocelli.graph;

import io.ocelli.tensor.Shape;
import java.util.List;

/**
 * The first input to the power of the second; they broadcast.
 */
public record Power() implements Operation {

    @Override
    public Shape infer(List<Shape> inputs) {
        return Shapes.broadcast(Shapes.each(inputs, 2));
    }

    @Override
    public Attributes attributes() {
        return Attributes.of();
    }
}
