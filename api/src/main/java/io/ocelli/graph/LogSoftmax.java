package io.ocelli.graph;

import io.ocelli.tensor.Shape;
import java.util.List;

/**
 * x - log sum exp(x) along a dimension.
 */
public record LogSoftmax(int dimension) implements Operation {

    @Override
    public Shape infer(List<Shape> inputs) {
        Shape input = Shapes.only(inputs);
        Shapes.dimension(input, dimension);
        return input;
    }

    @Override
    public Attributes attributes() {
        return Attributes.of("dimension", dimension);
    }
}
