package io.ocelli.model;

import io.ocelli.graph.Initialization;
import io.ocelli.graph.Node;
import io.ocelli.graph.Parameter;

/**
 * What the entries of a network's state dict hold before anything was learnt. It belongs to a {@link Model} and not to the
 * graph: two networks that compute the same are equal however they began, and a saved one comes with its weights.
 */
@FunctionalInterface
public interface InitializationRule {
    /** Every layer by its own rule, which is that of PyTorch's modules. */
    InitializationRule OF_LAYERS = (node, parameter) -> parameter.initialization();

    /**
     * How an entry starts.
     *
     * @param node the layer at its place, or a {@link io.ocelli.graph.Weight} that stands by itself
     * @param parameter the entry, under the name that the layer's operation has for it ({@code weight}), or an empty one
     */
    Initialization of(Node node, Parameter parameter);
}
