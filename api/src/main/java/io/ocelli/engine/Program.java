package io.ocelli.engine;

import com.google.common.collect.ImmutableMap;
import io.ocelli.graph.Graph;
import io.ocelli.tensor.Shape;
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
}
