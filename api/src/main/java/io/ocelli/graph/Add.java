package io.ocelli.graph;

import io.ocelli.tensor.Shape;
import java.util.List;

/**
 * The sum of its inputs, which broadcast.
 */
public record Add() implements Operation {

    @Override
    public Shape infer(List<Shape> inputs) {
        return Shapes.broadcast(inputs);
    }

    @Override
    public Attributes attributes() {
        return Attributes.of();
    }
}
