package io.ocelli.graph;

import io.ocelli.tensor.Shape;
import java.util.List;

/**
 * a + w (b - a) for the inputs a, b and w, which broadcast: from a at weight 0 to b at weight 1.
 */
public record Lerp() implements Operation {

    @Override
    public Shape infer(List<Shape> inputs) {
        return Shapes.broadcast(Shapes.each(inputs, 3));
    }

    @Override
    public Attributes attributes() {
        return Attributes.of();
    }
}
