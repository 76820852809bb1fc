package io.ocelli.graph;

import com.google.common.collect.ImmutableList;
import io.ocelli.tensor.Shape;
import java.util.List;

/**
 * The dimensions in another order: dimension {@code i} of the result is dimension {@code order[i]} of the input. An
 * activation's leading dimension stays where it is, as it is the batch's.
 */
public record Permute(List<Integer> order) implements Operation {
    public Permute {
        order = ImmutableList.copyOf(order);
        for (int i = 0; i < order.size(); i++) {
            if (!order.contains(i)) {
                throw new IllegalArgumentException(
                        "An order names each dimension from 0 to " + (order.size() - 1) + " once, received " + order);
            }
        }
    }

    public static Permute of(Integer... order) {
        return new Permute(ImmutableList.copyOf(order));
    }

    @Override
    public Shape infer(List<Shape> inputs) {
        Shape input = Shapes.only(inputs);
        if (input.rank() != order.size()) {
            throw new IllegalArgumentException("The input has " + order.size() + " dimensions, received " + input);
        }
        long[] extents = new long[order.size()];
        for (int i = 0; i < extents.length; i++) {
            extents[i] = input.get(order.get(i));
        }
        return Shape.of(extents);
    }

    @Override
    public Attributes attributes() {
        return Attributes.of("order", order);
    }
}
