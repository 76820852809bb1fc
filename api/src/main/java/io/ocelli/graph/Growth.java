package io.ocelli.graph;

import java.util.List;
import java.util.Locale;

/** How arithmetic grows a graph: values meet in one, and the nodes that they become get their names by themselves. */
final class Growth {
    private Growth() {}

    /** Adds what an operation makes of values, and gives its name. */
    static String add(Graph.Builder builder, Operation operation, List<Value> inputs) {
        String[] names = new String[inputs.size()];
        for (int i = 0; i < names.length; i++) {
            Value input = inputs.get(i);
            if (input.builder() != builder) {
                throw new IllegalArgumentException("Values meet in one graph, and '" + input.name()
                        + "' is of another than '" + names[0] + "'; Graph.Builder.embed puts one graph into another");
            }
            names[i] = input.name();
        }
        return builder.add("value." + kind(operation).toLowerCase(Locale.ROOT), operation, names);
    }

    private static String kind(Operation operation) {
        if (operation instanceof Activation) {
            return ((Activation) operation).function().name();
        }
        return operation instanceof Reduce ? ((Reduce) operation).kind().name() : Operations.name(operation);
    }
}
