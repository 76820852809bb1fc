package io.ocelli.pytorch;

import io.ocelli.error.EngineException;
import io.ocelli.graph.Fixed;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Node;
import io.ocelli.graph.Operations;
import io.ocelli.graph.Parameter;
import io.ocelli.tensor.DType;
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
        for (Node node : graph.nodes()) {
            for (Parameter parameter : node.parameters()) {
                attributes.add(new Archive.Attribute(
                        Objects.requireNonNull(names.get(parameter.name())),
                        value(node, parameter, weights),
                        learns.test(parameter.name())));
            }
        }
        return attributes;
    }

    /** The attributes that hold constants. */
    static List<Archive.Attribute> constants(Map<Fixed, String> names) {
        List<Archive.Attribute> attributes = new ArrayList<>();
        names.forEach((fixed, name) -> attributes.add(new Archive.Attribute(name, fixed.value(), false)));
        return attributes;
    }

    private static Tensor value(Node node, Parameter parameter, Weights weights) {
        Tensor tensor = weights.find(parameter.name());
        tensor = tensor == null ? parameter.absent() : tensor;
        if (tensor == null || !tensor.shape().equals(parameter.shape())) {
            throw new EngineException("Node '" + node.name() + "' (" + Operations.name(node.operation()) + ") needs '"
                    + parameter.name() + "' " + parameter.shape() + ", received "
                    + (tensor == null ? "weights without it" : tensor.toString()));
        }
        return parameter.type() == DType.FLOAT32 ? tensor.to(DType.FLOAT32) : tensor;
    }
}
