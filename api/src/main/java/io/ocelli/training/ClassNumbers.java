package io.ocelli.training;

import com.google.common.base.Joiner;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import com.google.common.primitives.Floats;
import io.ocelli.graph.Value;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.util.List;

/** A number for each class, in a loss: class weights. None where all are 1. */
final class ClassNumbers {
    private ClassNumbers() {}

    /** An immutable copy. */
    static List<Float> check(String name, List<Float> numbers) {
        for (float number : numbers) {
            if (!(number >= 0 && number < Float.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(name + " are numbers of at least 0, received " + numbers);
            }
        }
        return ImmutableList.copyOf(numbers);
    }

    /**
     * Each column times its class's number.
     *
     * @param columns N K
     */
    static Value times(Value columns, List<Float> numbers) {
        if (numbers.isEmpty()) {
            return columns;
        }
        return columns.times(columns.constant(Tensor.of(Shape.of(numbers.size()), Floats.toArray(numbers))));
    }

    /** Refuses another number of classes than there are numbers. */
    static void fit(String name, List<Float> numbers, int classes) {
        if (!numbers.isEmpty() && numbers.size() != classes) {
            throw new IllegalArgumentException("A loss has one of " + name + " for each class, and there are " + classes
                    + ", received " + numbers);
        }
    }

    /** The numbers of a saved loss. */
    static float[] read(List<Double> numbers) {
        return Floats.toArray(numbers);
    }

    /** The call that says them. */
    static String call(String name, List<Float> numbers) {
        return numbers.isEmpty()
                ? ""
                : "." + name + "(" + Joiner.on(", ").join(Lists.transform(numbers, number -> number + "f")) + ")";
    }
}
