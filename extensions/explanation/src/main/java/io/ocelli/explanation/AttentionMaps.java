package io.ocelli.explanation;

import com.google.common.collect.ImmutableMap;
import io.ocelli.engine.Runner;
import io.ocelli.graph.Attention;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Node;
import io.ocelli.graph.Value;
import io.ocelli.model.Architecture;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Maps of what a class token attends to. */
final class AttentionMaps implements Maps {
    private static final String LAYER = "explanation.attention.";

    private final Rollout rollout;
    private final Place place;
    private final int classes;
    private final int layers;
    private final Runner runner;

    /**
     * @throws IllegalArgumentException if the network has no attention of all tokens with a class token before them
     */
    AttentionMaps(Explanation asked, Rollout rollout) {
        Architecture architecture = asked.network().architecture();
        this.rollout = rollout;
        this.classes = architecture.classes();
        this.place = asked.place();
        Map<String, Shape> input =
                ImmutableMap.of(Architecture.INPUT, architecture.input().shape());
        Graph network = architecture.graph().only(Architecture.LOGITS);
        List<Node> attentions = attentions(architecture, network, network.shapes(input));
        this.layers = attentions.size();
        Graph.Builder graph = network.extend();
        graph.output(Architecture.LOGITS, network.output(Architecture.LOGITS));
        for (int i = 0; i < layers; i++) {
            Node node = attentions.get(i);
            Value queries = Value.of(graph, node.inputs().get(0));
            Value keys = Value.of(graph, node.inputs().get(1));
            Value products = queries.matmul(keys.permute(0, 1, 3, 2)).times(((Attention) node.operation()).scale());
            graph.output(LAYER + i, rollout.fused(products.softmax(-1)).name());
        }
        this.runner = Logits.open(asked, graph.build(), input);
    }

    private List<Node> attentions(Architecture architecture, Graph network, Map<String, Shape> shapes) {
        List<Node> attentions = new ArrayList<>();
        for (Node node : network.nodes()) {
            if (node.operation() instanceof Attention) {
                Shape queries = Objects.requireNonNull(shapes.get(node.inputs().get(0)));
                if (queries.rank() == 4
                        && node.inputs().size() == 3
                        && place.tokens()
                        && place.front() > 0
                        && queries.at(2) == place.front() + place.pixels()) {
                    attentions.add(node);
                }
            }
        }
        if (attentions.isEmpty()) {
            throw new IllegalArgumentException(
                    "Attention is rolled out in networks whose class token attends to all patches"
                            + " (vit_b_16 and its kin), and " + architecture.name()
                            + " has none. Take a class activation map, such as Method.gradCam().");
        }
        return attentions;
    }

    @Override
    public Seen of(Tensor input, int... labels) {
        Map<String, Tensor> results = runner.run(ImmutableMap.of(Architecture.INPUT, input));
        int tokens = place.front() + place.pixels();
        float[] maps = new float[labels.length * place.pixels()];
        for (int n = 0; n < labels.length; n++) {
            double[][] each = new double[layers][];
            for (int i = 0; i < layers; i++) {
                each[i] = Arrays.copyOfRange(
                        Logits.result(results, LAYER + i).toDoubles(), n * tokens * tokens, (n + 1) * tokens * tokens);
            }
            double[] row = rollout.row(each, tokens);
            for (int p = 0; p < place.pixels(); p++) {
                maps[n * place.pixels() + p] = (float) row[place.front() + p];
            }
        }
        float[][] logits = Logits.rows(Logits.result(results, Architecture.LOGITS), classes);
        return new Seen(
                Tensor.of(Shape.of(labels.length, place.height(), place.width()), maps), Logits.chosen(logits, labels));
    }

    @Override
    public void close() {
        runner.close();
    }
}
