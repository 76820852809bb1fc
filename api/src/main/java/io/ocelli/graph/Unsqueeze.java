package io.ocelli.graph;

import io.ocelli.tensor.Shape;
import java.util.List;

/**
 * The same elements with one more dimension, of extent 1.
 *
 * @param dimension its place in the result, counted from the end where negative
 */
public record Unsqueeze(int dimension) implements Operation {

    @Override
    public Shape infer(List<Shape> inputs) {
        long[] extents = Shapes.only(inputs).toArray();
        long[] longer = new long[extents.length + 1];
        int at = dimension < 0 ? dimension + longer.length : dimension;
        if (at < 0 || at >= longer.length) {
            throw new IllegalArgumentException(
                    "Dimension " + dimension + " is not one of the " + longer.length + " of the result");
        }
        for (int i = 0; i < longer.length; i++) {
            longer[i] = i == at ? 1 : extents[i < at ? i : i - 1];
        }
        return Shape.of(longer);
    }

    @Override
    public Attributes attributes() {
        return Attributes.of("dimension", dimension);
    }
}
