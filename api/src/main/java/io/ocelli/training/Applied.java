package io.ocelli.training;

import io.ocelli.graph.Graph;
import io.ocelli.graph.Value;
import io.ocelli.model.Architecture;
import java.util.Map;
import java.util.Objects;

/** A network where it was put into a {@link Step}: its outputs, and the results within it. */
public final class Applied {
    private final Graph.Builder builder;
    private final Graph graph;
    private final String features;
    private final Map<String, String> stages;
    private final Map<String, String> names;

    /**
     * @param features the node whose result the head takes
     * @param stages the nodes that end its stages, by their names
     * @param names what the graph's nodes are called in the builder
     */
    Applied(
            Graph.Builder builder,
            Graph graph,
            String features,
            Map<String, String> stages,
            Map<String, String> names) {
        this.builder = builder;
        this.graph = graph;
        this.features = features;
        this.stages = stages;
        this.names = names;
    }

    /** N K. */
    public Value logits() {
        return output(Architecture.LOGITS);
    }

    /** What the head takes, flattened: N D. */
    public Value features() {
        return node(features).flatten();
    }

    /**
     * An output by name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Value output(String name) {
        return node(graph.output(name));
    }

    /**
     * What a stage of the backbone ends in, by its name in {@link Architecture#stages()}: N C H W of the convolutional families.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Value stage(String name) {
        String node = stages.get(name);
        if (node == null) {
            throw new IllegalArgumentException(
                    "A stage is one of " + stages.keySet() + " here, received '" + name + "'");
        }
        return node(node);
    }

    /**
     * The result of a node by its name in the network, such as the end of a stage.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Value node(String name) {
        return Value.of(builder, here(name));
    }

    /** What a node of the network is called in the step. */
    String here(String name) {
        return Objects.requireNonNull(names.get(graph.node(name).name()));
    }
}
