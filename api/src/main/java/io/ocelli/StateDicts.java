package io.ocelli;

import io.ocelli.error.WeightsException;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Parameter;
import io.ocelli.model.Architecture;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Fits weights from files to networks. */
final class StateDicts {
    private static final int SHOWN = 5;

    private StateDicts() {}

    /** The number of classes of the head that these weights hold; the architecture's own where they hold none. */
    static int classes(Weights weights, Architecture architecture) {
        Tensor head = weights.find(architecture.classifiers().get(0) + ".weight");
        return head == null || head.shape().rank() == 0
                ? architecture.classes()
                : head.shape().at(0);
    }

    /**
     * The graph's state dict out of these weights, all of it; a missing count of batches is 0.
     *
     * @throws WeightsException listing what is missing or of another shape
     */
    static Weights strict(Weights weights, Graph graph, String origin) {
        return fitted(weights, graph.parameters(), origin);
    }

    /** As {@link #strict}, but the classifying layers are taken from {@code head}. */
    static Weights withHead(Weights weights, Architecture architecture, Weights head, String origin) {
        List<Parameter> body = new ArrayList<>();
        Map<String, Tensor> all = new LinkedHashMap<>();
        for (Parameter parameter : architecture.graph().parameters()) {
            if (isHead(parameter.name(), architecture)) {
                all.put(parameter.name(), head.get(parameter.name()));
            } else {
                body.add(parameter);
            }
        }
        Weights fitted = fitted(weights, body, origin).with(Weights.of(all));
        return ordered(fitted, architecture.graph());
    }

    private static boolean isHead(String parameter, Architecture architecture) {
        for (String classifier : architecture.classifiers()) {
            if (parameter.startsWith(classifier + ".")) {
                return true;
            }
        }
        return false;
    }

    private static Weights ordered(Weights weights, Graph graph) {
        Map<String, Tensor> ordered = new LinkedHashMap<>();
        for (Parameter parameter : graph.parameters()) {
            ordered.put(parameter.name(), weights.get(parameter.name()));
        }
        return Weights.of(ordered);
    }

    private static Weights fitted(Weights weights, List<Parameter> parameters, String origin) {
        Map<String, Tensor> fitted = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        for (Parameter parameter : parameters) {
            Tensor tensor = weights.find(parameter.name());
            tensor = tensor == null ? parameter.absent() : tensor;
            if (tensor == null) {
                problems.add(parameter.name() + " is missing");
            } else if (!tensor.shape().equals(parameter.shape())) {
                problems.add(parameter.name() + " is " + parameter.shape() + ", the file has " + tensor.shape());
            } else {
                fitted.put(parameter.name(), parameter.type().isFloating() ? tensor.to(parameter.type()) : tensor);
            }
        }
        if (!problems.isEmpty()) {
            throw new WeightsException("The weights of " + origin + " do not fit the network in " + problems.size()
                    + " of "
                    + parameters.size() + " entries: "
                    + String.join("; ", problems.subList(0, Math.min(SHOWN, problems.size())))
                    + (problems.size() > SHOWN ? "; ..." : "")
                    + ". Check that the architecture is the one they were trained for.");
        }
        return Weights.of(fitted);
    }
}
