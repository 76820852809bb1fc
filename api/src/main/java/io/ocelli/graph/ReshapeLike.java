package io.ocelli.graph;

import io.ocelli.tensor.Shape;
import java.util.List;

/**
 * The elements of the first input, row-major, in the shape of the second, whose elements do not matter.
 */
public record ReshapeLike() implements Operation {

    @Override
    public Shape infer(List<Shape> inputs) {
        Shape target = Shapes.each(inputs, 2).get(1);
        if (inputs.get(0).count() != target.count()) {
            throw new IllegalArgumentException(
                    "The elements stay as many, received " + inputs.get(0) + " for " + target);
        }
        return target;
    }

    @Override
    public Attributes attributes() {
        return Attributes.of();
    }
}
