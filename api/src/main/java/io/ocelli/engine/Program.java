package io.ocelli.engine;

import com.google.common.collect.ImmutableMap;
import io.ocelli.graph.Graph;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * A graph to be run as it stands, without learning: batch norms use their stored statistics, dropouts let all through.
 *
 * @param graph its {@link io.ocelli.graph.Input} nodes, in order, are what a run takes; its outputs, in order, what it gives
 * @param inputs the shape of each input for a batch of one; the batch itself may be of any size
 */
public record Program(Graph graph, Map<String, Shape> inputs) {
    public Program {
        inputs = ImmutableMap.copyOf(inputs);
    }

    /** The shape of every node's result, for a batch of one. */
    public Map<String, Shape> shapes() {
        return graph.shapes(inputs);
    }

    /**
     * Refuses what the graph's inputs do not take, before an engine sees it.
     *
     * @param given one tensor for each input of the graph, in order
     * @throws IllegalArgumentException if there are more or fewer, or one is of another type or shape; the leading extent is a
     *     multiple of that for a batch of one
     */
    public void check(List<Tensor> given) {
        Inputs.check(graph, inputs, given);
    }
}
