package io.ocelli.learning;

import com.google.common.collect.ImmutableMap;
import io.ocelli.engine.Placement;
import io.ocelli.engine.Program;
import io.ocelli.engine.Runner;
import io.ocelli.graph.BatchNorm2d;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Node;
import io.ocelli.graph.Reduce;
import io.ocelli.graph.Value;
import io.ocelli.model.Architecture;
import io.ocelli.model.Network;
import io.ocelli.model.NetworkPrograms;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A network whose batch norms use the statistics of each batch and tell them, and what came of it so far. For one thread. */
final class BatchStatistics implements AutoCloseable {
    private static final String MEAN = "mean/";
    private static final String VARIANCE = "variance/";
    private static final String COUNT = "count/";

    private final AdaBn asked;
    private final String input;
    private final Runner runner;
    private final Map<String, NormStatistics> norms = new LinkedHashMap<>();

    private BatchStatistics(AdaBn asked, Graph graph, Shape one) {
        this.asked = asked;
        Graph telling = telling(graph);
        this.input = telling.inputs().get(0).name();
        Network network = asked.network();
        for (Node norm : norms(graph)) {
            norms.put(norm.name(), NormStatistics.begin(norm, network.weights()));
        }
        Program program = new Program(telling, ImmutableMap.of(input, one));
        this.runner = Placement.forInference(asked.engine(), program, asked.device())
                .open(program, network.weights(), asked.device());
    }

    /** For pictures as they were decoded. */
    static BatchStatistics ofPixels(AdaBn asked, Shape one) {
        Network network = asked.network();
        Graph plain = network.architecture().graph();
        Graph graph = NetworkPrograms.withPixels(plain, network.preprocessing())
                .output(Architecture.LOGITS, plain.output(Architecture.LOGITS))
                .build();
        return new BatchStatistics(asked, graph, one);
    }

    /** For what the network takes. */
    static BatchStatistics ofInputs(AdaBn asked, Shape one) {
        return new BatchStatistics(asked, asked.network().architecture().graph().only(Architecture.LOGITS), one);
    }

    static List<Node> norms(Graph graph) {
        List<Node> norms = new ArrayList<>();
        for (Node node : graph.nodes()) {
            if (node.operation() instanceof BatchNorm2d) {
                norms.add(node);
            }
        }
        return norms;
    }

    /** The same graph with arithmetic in the place of norms, whose statistics are its outputs. */
    private static Graph telling(Graph graph) {
        Graph.Builder told = Graph.builder();
        Map<String, String> names = new LinkedHashMap<>();
        for (Node node : graph.nodes()) {
            if (node.operation() instanceof BatchNorm2d) {
                names.put(node.name(), normalized(told, node, names).name());
            } else {
                String[] inputs = node.inputs().stream().map(names::get).toArray(String[]::new);
                names.put(node.name(), told.add(node.name(), node.operation(), inputs));
            }
        }
        return told.build();
    }

    private static Value normalized(Graph.Builder graph, Node norm, Map<String, String> names) {
        BatchNorm2d operation = (BatchNorm2d) norm.operation();
        Value x = Value.of(graph, Objects.requireNonNull(names.get(norm.input())));
        Value mean = x.keeping(Reduce.Kind.MEAN, 0, 2, 3);
        Value centred = x.minus(mean);
        Value variance = centred.squared().keeping(Reduce.Kind.MEAN, 0, 2, 3);
        graph.output(MEAN + norm.name(), mean.name());
        graph.output(VARIANCE + norm.name(), variance.name());
        graph.output(COUNT + norm.name(), x.count(0, 2, 3).name());
        Value weight = affine(graph, norm, "weight", names);
        Value bias = affine(graph, norm, "bias", names);
        return centred.dividedBy(variance.plus(operation.eps()).sqrt())
                .times(weight)
                .plus(bias);
    }

    /** 1 C 1 1. */
    private static Value affine(Graph.Builder graph, Node norm, String entry, Map<String, String> names) {
        String name = Objects.requireNonNull(names.get(norm.parameter(entry)));
        return Value.of(graph, name).unsqueeze(0).unsqueeze(2).unsqueeze(3);
    }

    void add(Tensor batch) {
        Map<String, Tensor> results = runner.run(ImmutableMap.of(input, batch));
        norms.forEach((name, norm) -> norm.add(
                of(results, MEAN + name).toDoubles(),
                of(results, VARIANCE + name).toDoubles(),
                of(results, COUNT + name).toDoubles()[0]));
    }

    private static Tensor of(Map<String, Tensor> results, String name) {
        return Objects.requireNonNull(results.get(name), name);
    }

    /** @throws IllegalArgumentException if there was no batch */
    Network adapted() {
        Map<String, Tensor> weights =
                new LinkedHashMap<>(asked.network().weights().toMap());
        norms.values().forEach(norm -> norm.into(weights, asked.counting()));
        return new Network(
                asked.network().architecture(),
                Weights.of(weights),
                asked.network().preprocessing());
    }

    @Override
    public void close() {
        runner.close();
    }
}
