package io.ocelli.graph;

import io.ocelli.tensor.Shape;
import java.util.List;

/**
 * Each element, but not less than {@code min} nor more than {@code max}.
 */
public record Clamp(double min, double max) implements Operation {
    public Clamp {
        if (!(min <= max) || Double.isInfinite(min) || Double.isInfinite(max)) {
            throw new IllegalArgumentException("A clamp has finite min <= max, received " + min + " and " + max);
        }
    }

    @Override
    public Shape infer(List<Shape> inputs) {
        return Shapes.only(inputs);
    }

    @Override
    public Attributes attributes() {
        return Attributes.of("min", min, "max", max);
    }
}
