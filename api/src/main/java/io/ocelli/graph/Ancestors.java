package io.ocelli.graph;

import com.google.common.collect.ImmutableList;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What results depend on: a walk from nodes to their inputs. */
final class Ancestors {
    private Ancestors() {}

    /** The names of these nodes and of all that they depend on. */
    static Set<String> of(Graph graph, Collection<String> nodes) {
        Set<String> found = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(nodes);
        while (!open.isEmpty()) {
            String next = open.remove();
            if (found.add(next)) {
                open.addAll(graph.node(next).inputs());
            }
        }
        return found;
    }

    /** These nodes and all that they depend on, in the graph's order. */
    static Map<String, Node> only(Graph graph, Collection<String> nodes) {
        Set<String> needed = of(graph, nodes);
        Map<String, Node> kept = new LinkedHashMap<>();
        for (Node node : graph.nodes()) {
            if (needed.contains(node.name())) {
                kept.put(node.name(), node);
            }
        }
        return kept;
    }

    /** The names of a node and of all to which its gradient goes back: those behind a {@link StopGradient} are not among them. */
    static Set<String> differentiable(Graph graph, String node) {
        return of(
                graph.map(each -> each.operation() instanceof StopGradient
                        ? new Node(each.name(), each.operation(), ImmutableList.of())
                        : each),
                ImmutableList.of(node));
    }
}
