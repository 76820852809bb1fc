package io.ocelli.graph;

import com.google.common.collect.ImmutableList;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.util.ArrayList;
import java.util.List;

/**
 * One operation at its place in a graph.
 *
 * @param name unique in the graph; the path of the PyTorch module where there is one ({@code layer1.0.conv1}), so that its
 *     parameters' names are those of the state dict
 * @param operation what is computed
 * @param inputs the names of the nodes whose results it takes, in order
 */
public record Node(String name, Operation operation, List<String> inputs) {
    public Node {
        inputs = ImmutableList.copyOf(inputs);
    }

    /** The node's parameters under their full names. */
    public List<Parameter> parameters() {
        List<Parameter> full = new ArrayList<>();
        for (Parameter parameter : operation.parameters()) {
            full.add(parameter.named(parameterName(parameter.name())));
        }
        return full;
    }

    /** The full name of the parameter that the operation calls {@code name}; an empty name stands for the node itself. */
    public String parameterName(String name) {
        return name.isEmpty() ? this.name : this.name + "." + name;
    }

    /**
     * The tensor of one of the node's parameters; of a count or of row numbers that the weights lack, {@link
     * Parameter#absent()}.
     *
     * @param parameter its name inside the operation ({@code weight})
     * @throws IllegalArgumentException naming the node, if the weights hold no such tensor or one of another shape
     */
    public Tensor tensor(String parameter, Weights weights) {
        for (Parameter entry : operation.parameters()) {
            if (entry.name().equals(parameter)) {
                String full = parameterName(parameter);
                Tensor found = weights.find(full);
                Tensor tensor = found == null ? entry.absent() : found;
                if (tensor == null || !tensor.shape().equals(entry.shape())) {
                    throw new IllegalArgumentException(
                            "Node '" + name + "' (" + Operations.name(operation) + ") needs '"
                                    + full + "' " + entry.shape() + ", received "
                                    + (tensor == null ? "weights without it" : tensor.toString()));
                }
                return tensor;
            }
        }
        throw new IllegalArgumentException(
                "Node '" + name + "' (" + Operations.name(operation) + ") has no parameter '" + parameter + "'");
    }

    /** The same node with another operation. */
    public Node with(Operation other) {
        return new Node(name, other, inputs);
    }
}
