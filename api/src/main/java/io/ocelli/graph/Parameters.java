package io.ocelli.graph;

import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;

/** Finds the tensors of a node in a state dict, and says which node misses one. */
public final class Parameters {
    private Parameters() {}

    /**
     * The tensor of a node's parameter.
     *
     * @param name the parameter's name inside its operation ({@code weight})
     * @throws IllegalArgumentException naming the node, if the weights hold no such tensor or one of another shape
     */
    public static Tensor of(Node node, String name, Weights weights) {
        for (Parameter parameter : node.parameters()) {
            if (parameter.name().equals(node.parameterName(name))) {
                Tensor tensor = weights.find(parameter.name());
                if (tensor == null) {
                    throw new IllegalArgumentException(where(node) + "needs the tensor '" + parameter.name() + "' "
                            + parameter.shape() + ", and the weights' " + weights.size() + " tensors lack it");
                }
                if (!tensor.shape().equals(parameter.shape())) {
                    throw new IllegalArgumentException(where(node) + "needs '" + parameter.name() + "' of shape "
                            + parameter.shape() + ", received " + tensor);
                }
                return tensor;
            }
        }
        throw new IllegalArgumentException(where(node) + "has no parameter '" + name + "'");
    }

    private static String where(Node node) {
        return "Node '" + node.name() + "' (" + Operations.name(node.operation()) + ") ";
    }
}
