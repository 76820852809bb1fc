package io.ocelli.learning;

import io.ocelli.graph.Value;
import io.ocelli.training.Applied;
import org.jspecify.annotations.Nullable;

/** Which of a network's results a term looks at, as rows N D. */
final class Results {
    private Results() {}

    /** Those of a node, or the logits where none is said. */
    static Value orLogits(Applied network, @Nullable String node) {
        return (node == null ? network.logits() : network.node(node)).flatten();
    }

    /** Those of a node, or what the head takes where none is said. */
    static Value orFeatures(Applied network, @Nullable String node) {
        return node == null ? network.features() : network.node(node).flatten();
    }
}
