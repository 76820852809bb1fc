package io.ocelli.graph;

import io.ocelli.graph.Differentiation.Place;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The gradients of an operation's inputs, written in operations. */
@FunctionalInterface
interface Derivative<O extends Operation> {
    /**
     * @param x the inputs
     * @param y the result
     * @param gradient that of what is differentiated with respect to the result
     * @return for each input, in order, what it adds to its gradient, or null for nothing
     */
    List<@Nullable Value> of(O operation, Place at, List<Value> x, Value y, Value gradient);
}
