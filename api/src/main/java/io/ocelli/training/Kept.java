package io.ocelli.training;

import io.ocelli.graph.Value;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.util.LinkedHashMap;
import java.util.Map;

/** What an objective keeps from one step to the next: an input of the step each, and an output that is the next step's input. */
final class Kept {
    private final Map<String, Tensor> start = new LinkedHashMap<>();
    private final Map<String, String> next = new LinkedHashMap<>();

    /** Whether this name is new. */
    boolean begins(String name, Tensor tensor) {
        if (tensor.type() != DType.FLOAT32 || tensor.shape().rank() == 0) {
            throw new IllegalArgumentException(
                    "What is kept is float32 and has a dimension or more, received " + tensor + " as '" + name + "'");
        }
        Tensor before = start.putIfAbsent(name, tensor);
        if (before != null && !same(before, tensor)) {
            throw new IllegalArgumentException(
                    "What is kept under a name begins as one tensor, and '" + name + "' begins as two");
        }
        return before == null;
    }

    private static boolean same(Tensor one, Tensor other) {
        return one.shape().equals(other.shape()) && one.bytes().equals(other.bytes());
    }

    void next(String name, Value value) {
        if (!start.containsKey(name) || next.putIfAbsent(name, value.name()) != null) {
            throw new IllegalArgumentException(
                    "What is kept is said with kept(name, start) and its next value once, and '" + name
                            + "' is not among those that wait for one: " + start.keySet() + " without "
                            + next.keySet());
        }
    }

    /** What each is in the first step. */
    Weights start() {
        return Weights.of(start);
    }

    /** The node that says each's next value; none for what stays as it is. */
    Map<String, String> nodes() {
        return next;
    }

    boolean isEmpty() {
        return start.isEmpty();
    }
}
