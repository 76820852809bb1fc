package io.ocelli.graph;

import io.ocelli.tensor.Shape;
import java.util.List;

/**
 * Vectors along the last dimension divided by their length, which counts as {@code eps} at least.
 */
public record L2Normalize(double eps) implements Operation {
    /** PyTorch's default: eps 1e-12. */
    public static L2Normalize of() {
        return new L2Normalize(1e-12);
    }

    @Override
    public Shape infer(List<Shape> inputs) {
        Shape input = Shapes.only(inputs);
        Shapes.dimension(input, -1);
        return input;
    }

    @Override
    public Attributes attributes() {
        return Attributes.of("eps", eps);
    }
}
