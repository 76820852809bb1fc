package io.ocelli.graph;

import io.ocelli.tensor.Shape;
import java.util.List;

/**
 * The second input where the first is not 0, the third elsewhere; they broadcast. No gradient goes to the first.
 */
public record Where() implements Operation {

    @Override
    public Shape infer(List<Shape> inputs) {
        return Shapes.broadcast(Shapes.each(inputs, 3));
    }

    @Override
    public Attributes attributes() {
        return Attributes.of();
    }
}
