package io.ocelli.graph;

import io.ocelli.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * Class numbers as vectors: 1 at the number, 0 elsewhere, float32. Input: int64 of any shape, each from 0 up to, not
 * including, {@code classes}. Result: the input's shape and {@code classes}.
 */
public record OneHot(int classes) implements Operation {
    public OneHot {
        if (classes < 1) {
            throw new IllegalArgumentException("There is at least one class, received " + classes);
        }
    }

    @Override
    public Shape infer(List<Shape> inputs) {
        long[] numbers = Shapes.only(inputs).toArray();
        long[] extents = Arrays.copyOf(numbers, numbers.length + 1);
        extents[numbers.length] = classes;
        return Shape.of(extents);
    }

    @Override
    public Attributes attributes() {
        return Attributes.of("classes", classes);
    }
}
