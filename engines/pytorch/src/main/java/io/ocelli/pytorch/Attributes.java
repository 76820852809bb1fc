package io.ocelli.pytorch;

import io.ocelli.error.EngineException;
import io.ocelli.graph.Fixed;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Parameter;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/** The attributes of a module from a graph's parameters and the weights for them. */
final class Attributes {
    private Attributes() {}

    static List<Archive.Attribute> of(
            Graph graph, Weights weights, Map<String, String> names, Predicate<String> learns) {
        List<Archive.Attribute> attributes = new ArrayList<>();
        for (Parameter parameter : graph.parameters()) {
            attributes.add(new Archive.Attribute(
                    Objects.requireNonNull(names.get(parameter.name())),
                    value(parameter, weights),
                    learns.test(parameter.name())));
        }
        return attributes;
    }

    /** The attributes that hold constants. */
    static List<Archive.Attribute> constants(Map<Fixed, String> names) {
        List<Archive.Attribute> attributes = new ArrayList<>();
        names.forEach((fixed, name) -> attributes.add(new Archive.Attribute(name, fixed.value(), false)));
        return attributes;
    }

    private static Tensor value(Parameter parameter, Weights weights) {
        try {
            return parameter.in(weights);
        } catch (IllegalArgumentException e) {
            throw new EngineException(String.valueOf(e.getMessage()), e);
        }
    }
}
