package io.ocelli.graph;

import io.ocelli.tensor.Shape;
import java.util.List;

/**
 * factor x + offset for each element.
 */
public record Scale(double factor, double offset) implements Operation {

    @Override
    public Shape infer(List<Shape> inputs) {
        return Shapes.only(inputs);
    }

    @Override
    public Attributes attributes() {
        return Attributes.of("factor", factor, "offset", offset);
    }
}
