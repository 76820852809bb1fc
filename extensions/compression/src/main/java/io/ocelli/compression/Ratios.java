package io.ocelli.compression;

import io.ocelli.graph.Graph;
import io.ocelli.model.Architecture;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What share of each group goes, by the names of stages and nodes. */
final class Ratios {
    private final Pruning pruning;
    private final Map<String, Double> byNode = new HashMap<>();

    Ratios(Architecture architecture, Pruning pruning) {
        this.pruning = pruning;
        Graph graph = architecture.graph();
        Set<String> before = new HashSet<>();
        for (Map.Entry<String, String> stage : architecture.stages().entrySet()) {
            Set<String> stageNodes = new HashSet<>(graph.ancestors(stage.getValue()));
            stageNodes.removeAll(before);
            before.addAll(stageNodes);
            Double ratio = pruning.ratios().get(stage.getKey());
            if (ratio != null) {
                stageNodes.forEach(node -> byNode.put(node, ratio));
            }
        }
        pruning.ratios().forEach((name, ratio) -> {
            if (graph.contains(name)) {
                byNode.put(name, ratio);
            } else if (!architecture.stages().containsKey(name)) {
                throw new IllegalArgumentException("A ratio of its own has a stage of " + architecture.name() + " ("
                        + architecture.stages().keySet() + ") or a layer, received '" + name + "'");
            }
        });
    }

    /** The least ratio of the layers that make a group's channels. */
    double[] of(List<ChannelGroup> groups) {
        return groups.stream().mapToDouble(group -> of(group.producers())).toArray();
    }

    private double of(Collection<String> producers) {
        double least = 1;
        for (String producer : producers) {
            least = Math.min(least, byNode.getOrDefault(producer, pruning.ratio()));
        }
        return least;
    }
}
