package io.ocelli.graph;

import io.ocelli.tensor.Shape;
import java.util.List;

/**
 * 1 where the first input stands in a relation to the second, 0 elsewhere, as float32; they broadcast. No gradient goes back
 * through it.
 */
public record Compare(Kind kind) implements Operation {
    /** The relation of the first input to the second. */
    public enum Kind {
        LESS,
        LESS_OR_EQUAL,
        EQUAL,
        GREATER,
        GREATER_OR_EQUAL,
        NOT_EQUAL
    }

    @Override
    public Shape infer(List<Shape> inputs) {
        return Shapes.broadcast(Shapes.each(inputs, 2));
    }

    @Override
    public Attributes attributes() {
        return Attributes.of("kind", kind.name());
    }
}
