package io.ocelli.graph;

import io.ocelli.tensor.Shape;
import java.util.List;

/**
 * The first input, summed to the shape of the second, whose elements do not matter: what {@link Expand} repeats comes
 * together again, so that each is the other's gradient.
 */
public record SumTo() implements Operation {

    @Override
    public Shape infer(List<Shape> inputs) {
        Shape target = Shapes.each(inputs, 2).get(1);
        if (!Shapes.broadcast(inputs).equals(inputs.get(0))) {
            throw new IllegalArgumentException(
                    "The second input broadcasts to the first, received " + inputs.get(0) + " and " + target);
        }
        return target;
    }

    @Override
    public Attributes attributes() {
        return Attributes.of();
    }
}
