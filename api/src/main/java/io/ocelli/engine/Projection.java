package io.ocelli.engine;

import io.ocelli.graph.Value;
import java.util.List;
import java.util.Map;

/**
 * What becomes of the gradients of a step's loss in view of those of other scalars of the step, its references, before they are
 * clipped: written in {@link Value}s, so that it runs on every engine. All gradients of one scalar are one long vector, in pieces
 * by parameter. A value: it compares.
 */
@FunctionalInterface
public interface Projection {
    /**
     * Writes the gradients that the optimiser is given.
     *
     * @param gradients of the loss, by each parameter that learns
     * @param references the gradients of each reference by the parameters that it depends on; those by others are zeros and not
     *     there
     * @return a gradient for each parameter that learns, in its shape
     */
    Map<String, Value> of(Map<String, Value> gradients, List<Map<String, Value>> references);

    /**
     * The inner product of two vectors of gradients: a scalar.
     *
     * @throws IllegalArgumentException if they have no parameter in common
     */
    static Value product(Map<String, Value> one, Map<String, Value> other) {
        Value sum = null;
        for (Map.Entry<String, Value> each : one.entrySet()) {
            Value there = other.get(each.getKey());
            if (there != null) {
                Value part = each.getValue().times(there).sum();
                sum = sum == null ? part : sum.plus(part);
            }
        }
        if (sum == null) {
            throw new IllegalArgumentException("Gradients are compared by parameters that both have, received those by "
                    + one.keySet() + " and by " + other.keySet());
        }
        return sum;
    }
}
