package io.ocelli.graph;

import com.google.common.collect.ImmutableList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parameters that a layer has for itself: named after it, and as its operation asks for them. */
final class Own {
    private Own() {}

    /** The full name of a layer's parameter. */
    static String name(String layer, Parameter parameter) {
        return layer + "." + parameter.name();
    }

    /** The weights that a node reads if it has them for itself, in order; none where its inputs are others. */
    static List<Node> of(Node node) {
        List<Parameter> takes = node.operation().parameters();
        if (node.inputs().size() != takes.size() + 1) {
            return ImmutableList.of();
        }
        ImmutableList.Builder<Node> own = ImmutableList.builder();
        for (int i = 0; i < takes.size(); i++) {
            String name = name(node.name(), takes.get(i));
            if (!node.inputs().get(i + 1).equals(name)) {
                return ImmutableList.of();
            }
            own.add(new Node(name, Weight.of(takes.get(i)), ImmutableList.of()));
        }
        return own.build();
    }

    /** The layers' own weights, each by its name with the node that it stands directly before. */
    static Map<String, Node> owners(List<Node> ordered) {
        Map<String, Node> owners = new LinkedHashMap<>();
        for (int i = 0; i < ordered.size(); i++) {
            Node node = ordered.get(i);
            List<Node> own = of(node);
            int first = i - own.size();
            if (!own.isEmpty() && first >= 0 && ordered.subList(first, i).equals(own)) {
                own.forEach(weight -> owners.put(weight.name(), node));
            }
        }
        return owners;
    }
}
