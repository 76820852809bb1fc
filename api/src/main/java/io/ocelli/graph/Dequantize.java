package io.ocelli.graph;

import io.ocelli.tensor.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whole numbers around 0 become the numbers that they stand for: times a scale.
 *
 * <p>Inputs: the whole numbers, which may be a {@link Weight} of fewer bits ({@link Parameter.Role#QUANTIZED},
 * {@link Parameter.Role#QUANTIZED_SUM}), and the scale: a scalar, or one number for each index along the axis, to which no gradient
 * goes.
 *
 * @param axis the dimension whose every index has a scale of its own; null for one of all
 */
public record Dequantize(@Nullable Integer axis) implements Operation {

    static Dequantize read(Attributes a) {
        return new Dequantize(a.has("axis") ? a.integer("axis") : null);
    }

    @Override
    public Shape infer(List<Shape> inputs) {
        Shape input = Shapes.each(inputs, 2).get(0);
        if (axis == null) {
            Shapes.scalar(inputs, 1, "scale");
        } else if (!inputs.get(1).equals(Shape.of(input.get(Shapes.dimension(input, axis))))) {
            throw new IllegalArgumentException("The scale has a number for each of dimension " + axis + " of " + input
                    + ", received " + inputs.get(1));
        }
        return input;
    }

    @Override
    public Attributes attributes() {
        return axis == null ? Attributes.of() : Attributes.of("axis", axis);
    }
}
