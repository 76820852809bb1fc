package io.ocelli.pytorch;

import io.ocelli.graph.Fixed;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Input;
import io.ocelli.graph.Node;
import io.ocelli.graph.Operation;
import io.ocelli.graph.Weight;
import io.ocelli.tensor.Shape;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Some of a graph's nodes that follow each other.
 *
 * @param nodes what is computed here
 * @param reads what of this other parts before it computed
 * @param gives what of this is read by later ones, or is an output of the graph
 */
record Part(List<Node> nodes, List<String> reads, List<String> gives) {
    /**
     * The parts of a graph: about as many as the square root of its number of layers, of about as much memory each, and cut where
     * little is alive.
     *
     * @param shapes of every node's result
     */
    static List<Part> of(Graph graph, Map<String, Shape> shapes) {
        List<Node> computed = new ArrayList<>();
        for (Node node : graph.nodes()) {
            if (!isGiven(node.operation())) {
                computed.add(node);
            }
        }
        long layers = computed.stream()
                .filter(node -> node.inputs().size() > node.data().size())
                .count();
        int count = Math.max(1, (int) Math.round(Math.sqrt(layers)));
        long[] made = made(computed, shapes);
        long[] alive = alive(graph, computed, shapes);
        List<Integer> cuts = new ArrayList<>();
        cuts.add(0);
        for (int part = 1; part < count; part++) {
            int cut = best(made, alive, part, count);
            if (cut > cuts.get(cuts.size() - 1) && cut < computed.size()) {
                cuts.add(cut);
            }
        }
        cuts.add(computed.size());
        return cut(graph, computed, cuts);
    }

    /** What is there without being computed; it is read in place. */
    private static boolean isGiven(Operation operation) {
        return operation instanceof Input || operation instanceof Weight;
    }

    /** The elements that the nodes before each place made. */
    private static long[] made(List<Node> computed, Map<String, Shape> shapes) {
        long[] made = new long[computed.size() + 1];
        for (int i = 0; i < computed.size(); i++) {
            made[i + 1] = made[i] + elements(computed.get(i), shapes);
        }
        return made;
    }

    private static long elements(Node node, Map<String, Shape> shapes) {
        return node.operation() instanceof Fixed
                ? 0
                : Objects.requireNonNull(shapes.get(node.name())).count();
    }

    /** The elements of what was made before each place and is read behind it. */
    private static long[] alive(Graph graph, List<Node> computed, Map<String, Shape> shapes) {
        Map<String, Integer> last = new LinkedHashMap<>();
        for (int i = 0; i < computed.size(); i++) {
            for (String input : computed.get(i).inputs()) {
                last.put(input, i);
            }
        }
        Collection<String> outputs = graph.outputs().values();
        long[] alive = new long[computed.size() + 1];
        for (int i = 0; i < computed.size(); i++) {
            Node node = computed.get(i);
            int end = outputs.contains(node.name()) ? computed.size() : last.getOrDefault(node.name(), i);
            for (int place = i + 1; place <= end; place++) {
                alive[place] += elements(node, shapes);
            }
        }
        return alive;
    }

    /** The place of fewest live elements within half a part of an even share. */
    private static int best(long[] made, long[] alive, int part, int count) {
        double all = made[made.length - 1];
        int best = 0;
        for (int place = 1; place < made.length - 1; place++) {
            double share = made[place] / all * count - part;
            if (Math.abs(share) <= 0.5 && (best == 0 || alive[place] < alive[best])) {
                best = place;
            }
        }
        return best;
    }

    private static List<Part> cut(Graph graph, List<Node> computed, List<Integer> cuts) {
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i + 1 < cuts.size(); i++) {
            List<Node> nodes = computed.subList(cuts.get(i), cuts.get(i + 1));
            Set<String> names = new LinkedHashSet<>();
            nodes.forEach(node -> names.add(node.name()));
            Set<String> reads = new LinkedHashSet<>();
            for (Node node : nodes) {
                for (String input : node.inputs()) {
                    if (!names.contains(input) && !isGiven(graph.node(input).operation())) {
                        reads.add(input);
                    }
                }
            }
            Set<String> later = new LinkedHashSet<>(graph.outputs().values());
            computed.subList(cuts.get(i + 1), computed.size()).forEach(node -> later.addAll(node.inputs()));
            names.retainAll(later);
            parts.add(new Part(nodes, List.copyOf(reads), List.copyOf(names)));
        }
        return parts;
    }
}
