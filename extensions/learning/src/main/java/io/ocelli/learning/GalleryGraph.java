package io.ocelli.learning;

import com.google.common.collect.ImmutableList;
import io.ocelli.graph.Compare;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Initialization;
import io.ocelli.graph.Linear;
import io.ocelli.graph.Node;
import io.ocelli.graph.Parameter;
import io.ocelli.graph.Reduce;
import io.ocelli.graph.Value;
import io.ocelli.graph.Weight;
import io.ocelli.model.Architecture;
import io.ocelli.model.Network;
import io.ocelli.model.NetworkPrograms;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** The network of a gallery: a backbone up to its features, the pictures' features as weights, and what compares them. */
final class GalleryGraph {
    /** The pictures' features, M D. */
    static final String ROWS = "gallery.rows";

    /** 1 where a picture is of a class, M K. */
    static final String MEMBERS = "gallery.members";

    /** Similarities times its diagonal are the logits, K K: one by the temperature. */
    static final String HEAD = "gallery.head";

    /** A node for each neighbour that votes. */
    private static final String NEIGHBOUR = "gallery.neighbour";

    private static final String NAME = "gallery(";
    private static final double FAR = 1e30;
    private static final double NO_VOTE = 1e-30;

    private GalleryGraph() {}

    /** The neighbours that vote in a gallery's network, or 0 for the means. */
    static int neighbours(Architecture architecture) {
        int count = 0;
        for (Node node : architecture.graph().nodes()) {
            count += node.name().startsWith(NEIGHBOUR) ? 1 : 0;
        }
        return count;
    }

    /** What the head sees of one sample's features, as a vector: maps and tokens by their mean. */
    static float[] vector(Architecture architecture, float[] features) {
        Shape shape = NetworkPrograms.features(architecture);
        if (shape.rank() == 2) {
            return features;
        }
        boolean maps = shape.rank() == 4;
        int width = maps ? shape.at(1) : shape.at(2);
        int places = features.length / width;
        float[] vector = new float[width];
        for (int d = 0; d < width; d++) {
            double sum = 0;
            for (int p = 0; p < places; p++) {
                sum += features[maps ? d * places + p : p * width + d];
            }
            vector[d] = (float) (sum / places);
        }
        return vector;
    }

    /** As {@link #vector}, in the graph. */
    private static Value vector(Architecture architecture, Value features) {
        int rank = NetworkPrograms.features(architecture).rank();
        return rank == 2 ? features : rank == 4 ? features.mean(2, 3) : features.mean(1);
    }

    /**
     * The whole network.
     *
     * @param rows M D
     * @param classes M, from 0 to below {@code count}
     * @param k the neighbours that vote, or 0 for the means
     */
    static Network network(Network backbone, float[][] rows, int[] classes, int count, int k, double temperature) {
        Architecture before = backbone.architecture();
        Graph.Builder graph =
                before.graph().upTo(before.features(), NetworkPrograms.FEATURES).extend();
        int width = rows[0].length;
        Value known = Value.of(graph, graph.add(ROWS, Weight.of(Initialization.ZEROS, rows.length, width)))
                .l2Normalize();
        Value members = Value.of(graph, graph.add(MEMBERS, Weight.of(Initialization.ZEROS, rows.length, count)));
        Value asked = vector(before, Value.of(graph, before.features())).l2Normalize();
        Value similarities = k == 0
                ? asked.matmul(members.transpose().matmul(known).l2Normalize().transpose())
                : votes(asked.matmul(known.transpose()), members, k, temperature);
        String logits = graph.add(HEAD, new Linear(count, count, false), similarities.name());
        Graph whole = graph.output(Architecture.LOGITS, logits).build().only(Architecture.LOGITS);
        Map<String, Tensor> own = new LinkedHashMap<>();
        own.put(ROWS, Tensor.of(Shape.of(rows.length, width), joined(rows)));
        float[] ones = new float[rows.length * count];
        for (int i = 0; i < classes.length; i++) {
            ones[i * count + classes[i]] = 1;
        }
        own.put(MEMBERS, Tensor.of(Shape.of(rows.length, count), ones));
        float[] scale = new float[count * count];
        for (int c = 0; c < count; c++) {
            scale[c * count + c] = (float) (1 / temperature);
        }
        own.put(HEAD + ".weight", Tensor.of(Shape.of(count, count), scale));
        return network(backbone, whole, own);
    }

    private static float[] joined(float[][] rows) {
        float[] joined = new float[rows.length * rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, joined, i * rows[i].length, rows[i].length);
        }
        return joined;
    }

    private static Value votes(Value cosines, Value members, int k, double temperature) {
        Value top = cosines.keeping(Reduce.Kind.MAX, 1);
        Value left = cosines;
        Value last = top;
        for (int i = 0; i < k; i++) {
            Graph.Builder graph = cosines.builder();
            String name = graph.add(NEIGHBOUR, new Reduce(Reduce.Kind.MAX, ImmutableList.of(1), true), left.name());
            last = Value.of(graph, name);
            left = left.is(Compare.Kind.GREATER_OR_EQUAL, last).where(left.constant(-FAR), left);
        }
        Value near = cosines.is(Compare.Kind.GREATER_OR_EQUAL, last);
        Value each = cosines.minus(top).dividedBy(temperature).exp();
        Value votes = near.where(each, each.constant(0)).matmul(members);
        return votes.plus(NO_VOTE).log().times(temperature).plus(top);
    }

    private static Network network(Network backbone, Graph whole, Map<String, Tensor> own) {
        Architecture before = backbone.architecture();
        Map<String, Tensor> weights = new LinkedHashMap<>();
        for (Parameter parameter : whole.parameters()) {
            Tensor tensor = own.get(parameter.name());
            weights.put(
                    parameter.name(),
                    tensor != null
                            ? tensor
                            : Objects.requireNonNull(backbone.weights().toMap().get(parameter.name())));
        }
        Map<String, String> stages = new LinkedHashMap<>();
        before.stages().forEach((name, node) -> {
            if (whole.contains(node)) {
                stages.put(name, node);
            }
        });
        String name = before.name().startsWith(NAME) ? before.name() : NAME + before.name() + ")";
        Architecture architecture =
                new Architecture(name, whole, stages, before.features(), ImmutableList.of(HEAD), before.input());
        return new Network(architecture, Weights.of(weights), backbone.preprocessing());
    }
}
