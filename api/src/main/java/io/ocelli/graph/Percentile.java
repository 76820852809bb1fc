package io.ocelli.graph;

import io.ocelli.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * The value below which a percentage of each sample's elements lie, interpolated linearly between two of them as numpy's and
 * PyTorch's quantiles are. Input: N and any other dimensions, which stay, with extent 1.
 *
 * @param percentage 0, the least element, to 100, the largest
 */
public record Percentile(double percentage) implements Operation {
    public Percentile {
        if (!(percentage >= 0 && percentage <= 100)) {
            throw new IllegalArgumentException("A percentage is from 0 to 100, received " + percentage);
        }
    }

    /** Where it lies among a sample's elements, sorted from the least, the first of them at 0. */
    public double place(long elements) {
        return percentage / 100 * (elements - 1);
    }

    @Override
    public Shape infer(List<Shape> inputs) {
        Shape input = Shapes.only(inputs);
        if (input.rank() < 2) {
            throw new IllegalArgumentException("The input is N and other dimensions, received " + input);
        }
        long[] extents = new long[input.rank()];
        Arrays.fill(extents, 1);
        extents[0] = input.get(0);
        return Shape.of(extents);
    }

    @Override
    public Attributes attributes() {
        return Attributes.of("percentage", percentage);
    }
}
