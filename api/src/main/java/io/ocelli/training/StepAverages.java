package io.ocelli.training;

import io.ocelli.engine.TrainingProgram;
import io.ocelli.graph.BatchNorm2d;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Node;
import io.ocelli.graph.Parameter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The running averages that a step reads, as parameters beside the network's. */
final class StepAverages {
    private final Graph.Builder builder;
    private final Graph network;
    private final Set<String> frozen;
    private final boolean kept;
    private final Map<String, String> added = new LinkedHashMap<>();

    /**
     * @param frozen nodes of which nothing learns, which the averages are added to
     * @param kept whether the recipe keeps averages
     */
    StepAverages(Graph.Builder builder, Graph network, Set<String> frozen, boolean kept) {
        this.builder = builder;
        this.network = network;
        this.frozen = frozen;
        this.kept = kept;
    }

    /**
     * Adds the averages of what changes in a step, once.
     *
     * @throws IllegalArgumentException if none are kept
     */
    void read() {
        if (!kept) {
            throw new IllegalArgumentException(
                    "A step reads running averages where the recipe keeps some, and this one keeps none. Say average(0.999).");
        }
        Set<String> changing = new HashSet<>();
        for (Node node : network.nodes()) {
            if (node.operation() instanceof BatchNorm2d && !frozen.contains(node.name())) {
                changing.add(node.parameter("running_mean"));
                changing.add(node.parameter("running_var"));
            }
        }
        for (Parameter parameter : network.parameters()) {
            String name = TrainingProgram.average(parameter.name());
            boolean learns = parameter.role() == Parameter.Role.WEIGHT && !frozen.contains(parameter.name());
            if ((learns || changing.contains(parameter.name())) && added.put(parameter.name(), name) == null) {
                builder.add(name, network.node(parameter.name()).operation());
                frozen.add(name);
            }
        }
    }

    /** The learner's parameters with what is read in their place: what has this suffix, where it was added. */
    Map<String, String> shared(String suffix) {
        Map<String, String> shared = new HashMap<>();
        for (Parameter parameter : network.parameters()) {
            String other = parameter.name() + suffix;
            shared.put(parameter.name(), added.containsValue(other) ? other : parameter.name());
        }
        return shared;
    }

    /** The averages, by the parameters of which they are. */
    Map<String, String> added() {
        return added;
    }
}
