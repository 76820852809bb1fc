package io.ocelli.graph;

import io.ocelli.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** Checks that shape inference shares. */
final class Shapes {
    private Shapes() {}

    static Shape only(List<Shape> inputs) {
        if (inputs.size() != 1) {
            throw new IllegalArgumentException("It takes one input, received " + inputs.size());
        }
        return inputs.get(0);
    }

    /** The shape of the one input of an operation with parameters, which are checked. */
    static Shape data(List<Shape> inputs, List<Parameter> parameters) {
        if (inputs.size() != parameters.size() + 1) {
            List<String> names = new ArrayList<>();
            parameters.forEach(parameter -> names.add(parameter.name()));
            throw new IllegalArgumentException(
                    "It takes one input" + (names.isEmpty() ? "" : " and " + names) + ", received " + inputs);
        }
        for (int i = 0; i < parameters.size(); i++) {
            Parameter parameter = parameters.get(i);
            if (!inputs.get(i + 1).equals(parameter.shape())) {
                throw new IllegalArgumentException(
                        "Its " + parameter.name() + " is " + parameter.shape() + ", received " + inputs.get(i + 1));
            }
        }
        return inputs.get(0);
    }

    static List<Shape> each(List<Shape> inputs, int number) {
        if (inputs.size() != number) {
            throw new IllegalArgumentException("It takes " + number + " inputs, received " + inputs.size());
        }
        return inputs;
    }

    static void scalar(List<Shape> inputs, int i, String what) {
        if (inputs.get(i).rank() != 0) {
            throw new IllegalArgumentException("The " + what + " is a scalar, received " + inputs.get(i));
        }
    }

    static void channels(Shape input, int dimension, int expected) {
        if (input.rank() == 0 || input.get(dimension) != expected) {
            throw new IllegalArgumentException(
                    "Dimension " + dimension + " of the input is " + expected + ", received " + input);
        }
    }

    static int dimension(Shape shape, int dimension) {
        int positive = dimension < 0 ? dimension + shape.rank() : dimension;
        if (positive < 0 || positive >= shape.rank()) {
            throw new IllegalArgumentException("Dimension " + dimension + " is not one of " + shape);
        }
        return positive;
    }

    static Shape broadcast(List<Shape> inputs) {
        Shape result = inputs.get(0);
        for (Shape input : inputs) {
            result = broadcast(result, input);
        }
        return result;
    }

    private static Shape broadcast(Shape a, Shape b) {
        int rank = Math.max(a.rank(), b.rank());
        long[] extents = new long[rank];
        for (int i = 1; i <= rank; i++) {
            long x = i > a.rank() ? 1 : a.get(-i);
            long y = i > b.rank() ? 1 : b.get(-i);
            if (x != y && x != 1 && y != 1) {
                throw new IllegalArgumentException(
                        "The inputs are of one shape or broadcast, received " + a + " and " + b);
            }
            extents[rank - i] = Math.max(x, y);
        }
        return Shape.of(extents);
    }
}
