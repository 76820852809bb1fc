package io.ocelli.training;

import io.ocelli.model.Architecture;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What part of the head's learning rate each node of a network learns at. */
final class StageRates {
    private final Map<String, Double> byNode;

    private StageRates(Map<String, Double> byNode) {
        this.byNode = byNode;
    }

    /** Everything at the head's own rate. */
    static StageRates equal() {
        return new StageRates(new HashMap<>());
    }

    /**
     * Each stage at {@code decay} times the rate of the next, and the last at {@code decay} times the head's; what stands
     * between the last stage and the head is of the last stage.
     */
    static StageRates of(Architecture architecture, double decay) {
        StageRates rates = equal();
        if (decay < 1) {
            int behind = architecture.stages().size();
            for (String end : architecture.stages().values()) {
                rates.put(architecture.graph().ancestors(end), Math.pow(decay, behind));
                behind--;
            }
            rates.put(architecture.graph().ancestors(architecture.features()), decay);
        }
        return rates;
    }

    /** A node is of the first stage that needs it. */
    private void put(Set<String> nodes, double factor) {
        nodes.forEach(node -> byNode.putIfAbsent(node, factor));
    }

    double factor(String node) {
        return byNode.getOrDefault(node, 1.0);
    }
}
