package io.ocelli.graph;

import io.ocelli.tensor.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is left of numbers after they were whole numbers of so many levels: scale (q - zero), where q is x / scale + zero,
 * rounded half to even and kept between {@code min} and {@code max}. Gradients pass where q lies between, and nowhere else.
 *
 * <p>Inputs: x, the scale and the zero point, which is a whole number; both are scalars, or one number for each index along
 * the axis, and no gradient goes to them.
 *
 * @param min the lowest level, such as -128
 * @param max the highest level, such as 127
 * @param axis the dimension whose every index has a scale and a zero point of its own; null for one of all
 */
public record FakeQuantize(int min, int max, @Nullable Integer axis) implements Operation {
    public FakeQuantize {
        if (min >= max) {
            throw new IllegalArgumentException("The lowest level is below the highest, received " + min + " and " + max);
        }
    }

    static FakeQuantize read(Attributes a) {
        return new FakeQuantize(a.integer("min"), a.integer("max"), a.has("axis") ? a.integer("axis") : null);
    }

    @Override
    public Shape infer(List<Shape> inputs) {
        Shape input = Shapes.each(inputs, 3).get(0);
        for (int i = 1; i < 3; i++) {
            Shape parameter = inputs.get(i);
            if (axis == null) {
                Shapes.scalar(inputs, i, i == 1 ? "scale" : "zero point");
            } else if (!parameter.equals(Shape.of(input.get(Shapes.dimension(input, axis))))) {
                throw new IllegalArgumentException("Scale and zero point have a number for each of dimension " + axis
                        + " of " + input + ", received " + parameter);
            }
        }
        return input;
    }

    @Override
    public Attributes attributes() {
        return axis == null ? Attributes.of("min", min, "max", max) : Attributes.of("min", min, "max", max, "axis", axis);
    }
}
