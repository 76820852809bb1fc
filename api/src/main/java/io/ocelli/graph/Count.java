package io.ocelli.graph;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Ints;
import io.ocelli.tensor.Shape;
import java.util.List;

/**
 * How many elements its input has along some dimensions, as a float32 scalar: the N of a batch, to divide by.
 *
 * @param axes the dimensions, counted from the end where negative; empty for all
 */
public record Count(List<Integer> axes) implements Operation {
    public Count {
        axes = ImmutableList.copyOf(axes);
    }

    /** The count along these dimensions, along all where there are none. */
    public static Count of(int... axes) {
        return new Count(Ints.asList(axes));
    }

    /** The dimensions for an input of so many, as {@link Reduce#axes(int)}. */
    public List<Integer> axes(int rank) {
        return new Reduce(Reduce.Kind.SUM, axes, false).axes(rank);
    }

    @Override
    public Shape infer(List<Shape> inputs) {
        axes(Shapes.only(inputs).rank());
        return Shape.of();
    }

    @Override
    public Attributes attributes() {
        return Attributes.of("axes", axes);
    }
}
