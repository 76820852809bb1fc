package io.ocelli.graph;

import io.ocelli.tensor.Shape;
import java.util.List;

/**
 * The identity matrix, float32, whose side is an extent of its input: the pairs of a batch that are one sample with itself.
 *
 * @param dimension the input's dimension of this extent, counted from the end where negative
 */
public record Eye(int dimension) implements Operation {

    @Override
    public Shape infer(List<Shape> inputs) {
        Shape input = Shapes.only(inputs);
        long side = input.get(Shapes.dimension(input, dimension));
        return Shape.of(side, side);
    }

    @Override
    public Attributes attributes() {
        return Attributes.of("dimension", dimension);
    }
}
