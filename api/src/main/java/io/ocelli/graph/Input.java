package io.ocelli.graph;

import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import java.util.List;

/**
 * A value that comes from outside: pixels, targets.
 *
 * @param type the elements' type
 * @param rank the number of dimensions
 */
public record Input(DType type, int rank) implements Operation {

    @Override
    public Shape infer(List<Shape> inputs) {
        Shape input = Shapes.only(inputs);
        if (input.rank() != rank) {
            throw new IllegalArgumentException("The input has " + rank + " dimensions, received " + input);
        }
        return input;
    }

    @Override
    public Attributes attributes() {
        return Attributes.of("dtype", type.name(), "rank", rank);
    }
}
