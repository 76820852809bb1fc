package io.ocelli.graph;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import io.ocelli.tensor.Shape;
import java.util.HashSet;
import java.util.List;

/**
 * Each element so many places further along some dimensions; what leaves them at the end comes in again at the beginning.
 *
 * @param shifts for each of the dimensions; below 0 for the other direction
 * @param dimensions one or more, each once
 */
public record Roll(List<Integer> shifts, List<Integer> dimensions) implements Operation {
    public Roll {
        shifts = ImmutableList.copyOf(shifts);
        dimensions = ImmutableList.copyOf(dimensions);
        if (dimensions.isEmpty()
                || shifts.size() != dimensions.size()
                || new HashSet<>(dimensions).size() < dimensions.size()) {
            throw new IllegalArgumentException(
                    "A roll has a shift for each of one or more dimensions, received " + shifts + " for " + dimensions);
        }
    }

    /** The roll that undoes this one. */
    public Roll back() {
        return new Roll(Lists.transform(shifts, shift -> -shift), dimensions);
    }

    @Override
    public Shape infer(List<Shape> inputs) {
        Shape input = Shapes.only(inputs);
        dimensions.forEach(dimension -> Shapes.dimension(input, dimension));
        return input;
    }

    @Override
    public Attributes attributes() {
        return Attributes.of("shifts", shifts, "dimensions", dimensions);
    }
}
