package io.ocelli.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.ocelli.graph.Conv2d;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Linear;
import io.ocelli.graph.Node;
import io.ocelli.graph.Operation;
import io.ocelli.tensor.Shape;
import java.util.List;
import java.util.Map;

/**
 * A network for classification: a graph from float32 N C H W, normalised, to logits N K, and the places in it that transfer
 * learning speaks of. Immutable.
 *
 * @param name torchvision's name ({@code resnet50})
 * @param graph has the input {@link #INPUT} and the output {@link #LOGITS}, and for training perhaps auxiliary logits
 * @param stages the backbone's stages by name, in order, each with the node whose result ends it ({@code layer4}): maps
 *     N C H W, or the tokens N T C of the map that a stage before it ends in
 * @param features the node whose result the head takes: the last of the backbone
 * @param classifiers the layers whose output is the classes, the main one first
 * @param input the input that the architecture was designed for
 * @param auxiliary what the loss of each output beside {@link #LOGITS} counts in training, where that of these counts 1
 * @param company the graph's inputs beside {@link #INPUT}, called as samples carry them, each with the shape of one sample's, which
 *     begins with 1: a row of numbers is float32 1 x D
 */
public record Architecture(
        String name,
        Graph graph,
        Map<String, String> stages,
        String features,
        List<String> classifiers,
        InputSize input,
        Map<String, Double> auxiliary,
        Map<String, Shape> company) {

    /** The name of the graph's input. */
    public static final String INPUT = "input";

    /** The name of the graph's main output. */
    public static final String LOGITS = "logits";

    /**
     * @throws IllegalArgumentException if a name is no node of the graph, or an input beside the picture has no shape
     */
    public Architecture {
        company = ImmutableMap.copyOf(company);
        for (Node node : graph.inputs()) {
            if (!node.name().equals(INPUT) && !company.containsKey(node.name())) {
                throw new IllegalArgumentException("A network's inputs beside the picture have shapes, and '"
                        + node.name() + "' has none among " + company);
            }
        }
        company.keySet().forEach(graph::node);
        auxiliary = ImmutableMap.copyOf(auxiliary);
        stages = ImmutableMap.copyOf(stages);
        classifiers = ImmutableList.copyOf(classifiers);
        graph.node(features);
        graph.output(LOGITS);
        stages.values().forEach(graph::node);
        auxiliary.keySet().forEach(graph::output);
        classifiers.forEach(graph::node);
    }

    /** An architecture that takes pictures alone. */
    public Architecture(
            String name,
            Graph graph,
            Map<String, String> stages,
            String features,
            List<String> classifiers,
            InputSize input,
            Map<String, Double> auxiliary) {
        this(name, graph, stages, features, classifiers, input, auxiliary, ImmutableMap.of());
    }

    /** An architecture that takes pictures alone, all of whose training is for its logits. */
    public Architecture(
            String name,
            Graph graph,
            Map<String, String> stages,
            String features,
            List<String> classifiers,
            InputSize input) {
        this(name, graph, stages, features, classifiers, input, ImmutableMap.of(), ImmutableMap.of());
    }

    /** The number of classes of the head. */
    public int classes() {
        Operation last = graph.node(classifiers.get(0)).operation();
        return last instanceof Linear ? ((Linear) last).out() : ((Conv2d) last).out();
    }

    /** The same architecture with every classifying layer made for {@code classes} classes. */
    public Architecture classes(int classes) {
        if (classes < 1) {
            throw new IllegalArgumentException("A classifier has at least 1 class, received " + classes);
        }
        Graph resized = graph;
        for (String classifier : classifiers) {
            resized = resized.with(classifier, resized(resized.node(classifier), classes));
        }
        return with(resized);
    }

    private static Operation resized(Node node, int classes) {
        Operation operation = node.operation();
        if (operation instanceof Linear) {
            return new Linear(((Linear) operation).in(), classes, ((Linear) operation).bias());
        }
        Conv2d conv = (Conv2d) operation;
        return new Conv2d(
                conv.in(),
                classes,
                conv.kernel(),
                conv.stride(),
                conv.padding(),
                conv.dilation(),
                conv.groups(),
                conv.bias());
    }

    /** The same places in another graph. */
    public Architecture with(Graph other) {
        return new Architecture(name, other, stages, features, classifiers, input, auxiliary, company);
    }

    /** The shapes of the graph's inputs for one sample. */
    public Map<String, Shape> shapes() {
        return ImmutableMap.<String, Shape>builder()
                .put(INPUT, input.shape())
                .putAll(company)
                .build();
    }
}
