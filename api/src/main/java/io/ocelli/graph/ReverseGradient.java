package io.ocelli.graph;

import io.ocelli.tensor.Shape;
import java.util.List;

/**
 * Its first input, whose gradient is multiplied by minus the second on the way back (Ganin and Lempitsky 2015). The strength
 * is a scalar, and no gradient goes to it.
 */
public record ReverseGradient() implements Operation {

    @Override
    public Shape infer(List<Shape> inputs) {
        Shapes.scalar(Shapes.each(inputs, 2), 1, "strength");
        return inputs.get(0);
    }

    @Override
    public Attributes attributes() {
        return Attributes.of();
    }
}
