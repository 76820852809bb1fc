package io.ocelli.graph;

import io.ocelli.tensor.Shape;
import java.util.List;

/**
 * The first input, repeated to the shape of the second, whose elements do not matter.
 */
public record Expand() implements Operation {

    @Override
    public Shape infer(List<Shape> inputs) {
        Shape target = Shapes.each(inputs, 2).get(1);
        if (!Shapes.broadcast(inputs).equals(target)) {
            throw new IllegalArgumentException(
                    "The first input broadcasts to the second, received " + inputs.get(0) + " and " + target);
        }
        return target;
    }

    @Override
    public Attributes attributes() {
        return Attributes.of();
    }
}
