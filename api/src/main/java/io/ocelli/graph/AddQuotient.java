package io.ocelli.graph;

import io.ocelli.tensor.Shape;
import java.util.List;

/**
 * a + s b / c for the inputs a, b, c, which broadcast, and s, a scalar to which no gradient goes; 1 where it is left out. A step of
 * optimisers in one.
 */
public record AddQuotient() implements Operation {

    @Override
    public Shape infer(List<Shape> inputs) {
        if (inputs.size() == 3) {
            return Shapes.broadcast(inputs);
        }
        Shapes.scalar(Shapes.each(inputs, 4), 3, "scale");
        return Shapes.broadcast(inputs.subList(0, 3));
    }

    @Override
    public Attributes attributes() {
        return Attributes.of();
    }
}
