package io.ocelli.dense;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Input;
import io.ocelli.graph.Operation;
import io.ocelli.graph.Parameter;
import io.ocelli.graph.Value;
import io.ocelli.model.Architecture;
import io.ocelli.model.InitializationRule;
import io.ocelli.model.Initializer;
import io.ocelli.model.Network;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A network around a backbone while it is built: the backbone under a prefix, and what is added to it. */
final class Rebuilding {
    private final Network backbone;
    private final String prefix;
    private final Graph.Builder builder = Graph.builder();
    private final Map<String, String> names;

    Rebuilding(Network backbone, String prefix) {
        this.backbone = backbone;
        this.prefix = prefix;
        builder.add(Architecture.INPUT, new Input(DType.FLOAT32, 4));
        names = builder.embed(
                prefix, backbone.architecture().graph(), ImmutableMap.of(Architecture.INPUT, Architecture.INPUT));
    }

    /** The result of a node of the backbone. */
    Value backbone(String node) {
        return Value.of(builder, Objects.requireNonNull(names.get(node), node));
    }

    /** The network's own input, float32 N C H W. */
    Value input() {
        return Value.of(builder, Architecture.INPUT);
    }

    /** The result of a node of the backbone on another input, by the same weights. */
    Value again(String copy, Value input, String node) {
        Map<String, String> bindings = new LinkedHashMap<>();
        for (Parameter parameter : backbone.architecture().graph().parameters()) {
            bindings.put(parameter.name(), Objects.requireNonNull(names.get(parameter.name())));
        }
        bindings.put(Architecture.INPUT, input.name());
        Map<String, String> copies = builder.embed(copy, backbone.architecture().graph(), bindings);
        return Value.of(builder, Objects.requireNonNull(copies.get(node), node));
    }

    /** A layer with weights of its own, called by this name. */
    Value layer(String name, Operation operation, Value input) {
        return Value.of(builder, builder.add(name, operation, input.name()));
    }

    void output(String name, Value value) {
        builder.output(name, value.name());
    }

    /**
     * The whole, whose head takes {@code features} and ends in {@code classifier}.
     *
     * @param rule by which what was added begins
     */
    Network build(String name, Value features, String classifier, InitializationRule rule, long seed) {
        Graph graph = builder.build();
        Architecture before = backbone.architecture();
        Map<String, String> stages = new LinkedHashMap<>();
        before.stages().forEach((stage, node) -> {
            String here = Objects.requireNonNull(names.get(node));
            if (graph.contains(here)) {
                stages.put(stage, here);
            }
        });
        Map<String, Tensor> weights = new LinkedHashMap<>();
        List<Parameter> added = new ArrayList<>();
        Weights learnt = backbone.weights().rename(entry -> prefix + "." + entry);
        for (Parameter parameter : graph.parameters()) {
            if (learnt.find(parameter.name()) == null) {
                added.add(parameter);
            } else {
                weights.put(parameter.name(), learnt.get(parameter.name()));
            }
        }
        weights.putAll(Initializer.weights(graph, added, rule, seed).toMap());
        Architecture built =
                new Architecture(name, graph, stages, features.name(), ImmutableList.of(classifier), before.input());
        return new Network(built, Weights.of(weights), backbone.preprocessing());
    }
}
