package io.ocelli.graph;

import io.ocelli.tensor.Shape;
import java.util.List;

/**
 * Means over as many windows as make an output of this size, whatever the input's.
 */
public record AdaptiveAvgPool2d(Size output) implements Operation {
    /** One mean a channel. */
    public static final AdaptiveAvgPool2d GLOBAL = new AdaptiveAvgPool2d(Size.of(1));

    @Override
    public Shape infer(List<Shape> inputs) {
        Shape input = Window.image(inputs);
        return Shape.of(input.get(0), input.get(1), output.height(), output.width());
    }

    @Override
    public Attributes attributes() {
        return Attributes.of("output", output);
    }
}
