package io.ocelli.graph;

import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * One operation at its place in a graph.
 *
 * @param name unique in the graph; the path of the PyTorch module where there is one ({@code layer1.0.conv1}), or the name of an
 *     entry of the state dict ({@code layer1.0.conv1.weight}) where the operation is a {@link Weight}
 * @param operation what is computed
 * @param inputs the names of the nodes whose results it takes, in order; those of its parameters last
 */
public record Node(String name, Operation operation, List<String> inputs) {
    public Node {
        inputs = ImmutableList.copyOf(inputs);
    }

    /** The first input. */
    public String input() {
        return inputs.get(0);
    }

    /**
     * The node that holds what the operation calls {@code parameter} ({@code weight}).
     *
     * @throws IllegalArgumentException naming the node, if the operation takes no such parameter
     */
    public String parameter(String parameter) {
        List<Parameter> takes = operation.parameters();
        for (int i = 0; i < takes.size(); i++) {
            if (takes.get(i).name().equals(parameter)) {
                return inputs.get(inputs.size() - takes.size() + i);
            }
        }
        throw new IllegalArgumentException(
                "Node '" + name + "' (" + Operations.name(operation) + ") has no parameter '" + parameter + "'");
    }

    /** The inputs without those of the parameters. */
    public List<String> data() {
        return inputs.subList(
                0, Math.max(0, inputs.size() - operation.parameters().size()));
    }

    /** The same node with another operation. */
    public Node with(Operation other) {
        return new Node(name, other, inputs);
    }
}
