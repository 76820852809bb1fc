package io.ocelli.graph;

import com.google.common.collect.ImmutableList;
import io.ocelli.tensor.Shape;
import java.util.List;

/**
 * The same elements, row-major, in another shape.
 *
 * @param extents written for a batch of one; 0 keeps the input's extent at this place, and one -1 takes what is left
 */
public record Reshape(List<Integer> extents) implements Operation {
    public Reshape {
        extents = ImmutableList.copyOf(extents);
        int free = 0;
        for (int extent : extents) {
            free += extent == -1 ? 1 : 0;
            if (extent < -1 || free > 1) {
                throw new IllegalArgumentException(
                        "Extents are positive, 0 for the same, or once -1 for the rest, received " + extents);
            }
        }
    }

    public static Reshape of(Integer... extents) {
        return new Reshape(ImmutableList.copyOf(extents));
    }

    @Override
    public Shape infer(List<Shape> inputs) {
        Shape input = Shapes.only(inputs);
        long[] result = new long[extents.size()];
        long known = 1;
        int free = -1;
        for (int i = 0; i < result.length; i++) {
            int extent = extents.get(i);
            if (extent == 0 && i >= input.rank()) {
                throw new IllegalArgumentException("There is no extent " + i + " to keep in " + input);
            }
            result[i] = extent == 0 ? input.get(i) : extent;
            free = extent == -1 ? i : free;
            known *= extent == -1 ? 1 : result[i];
        }
        if (free >= 0 && known > 0) {
            result[free] = input.count() / known;
            known *= result[free];
        }
        if (known != input.count()) {
            throw new IllegalArgumentException("The elements stay as many, received " + input + " for " + extents);
        }
        return Shape.of(result);
    }

    @Override
    public Attributes attributes() {
        return Attributes.of("extents", extents);
    }
}
