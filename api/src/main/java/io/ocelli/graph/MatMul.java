package io.ocelli.graph;

import com.google.common.collect.ImmutableList;
import io.ocelli.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * The product of matrices. Inputs: [..., R, K] and [..., K, C], whose leading dimensions broadcast. Result: [..., R, C].
 */
public record MatMul() implements Operation {

    @Override
    public Shape infer(List<Shape> inputs) {
        Shape left = Shapes.each(inputs, 2).get(0);
        Shape right = inputs.get(1);
        if (left.rank() < 2 || right.rank() < 2 || left.get(-1) != right.get(-2)) {
            throw new IllegalArgumentException(
                    "It takes [..., R, K] and [..., K, C], received " + left + " and " + right);
        }
        Shape outer = Shapes.broadcast(ImmutableList.of(outer(left), outer(right)));
        long[] extents = Arrays.copyOf(outer.toArray(), outer.rank() + 2);
        extents[outer.rank()] = left.get(-2);
        extents[outer.rank() + 1] = right.get(-1);
        return Shape.of(extents);
    }

    private static Shape outer(Shape shape) {
        return Shape.of(Arrays.copyOf(shape.toArray(), shape.rank() - 2));
    }

    @Override
    public Attributes attributes() {
        return Attributes.of();
    }
}
