package io.ocelli.learning;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.ocelli.data.Sample;
import io.ocelli.graph.Compare;
import io.ocelli.graph.Dropout;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Input;
import io.ocelli.graph.Linear;
import io.ocelli.graph.Operation;
import io.ocelli.graph.Parameter;
import io.ocelli.graph.Value;
import io.ocelli.model.Architecture;
import io.ocelli.model.InitializationRule;
import io.ocelli.model.Initializer;
import io.ocelli.model.Network;
import io.ocelli.model.NetworkPrograms;
import io.ocelli.model.Pass;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A pass that lets a network look at rows of numbers beside the picture: a table's, a text's, what an encoder of one's own made. In
 * the place of its head comes one that takes the backbone's features and the rows; the backbone stays as it is, with its names, so
 * that it can be frozen and its features computed once.
 *
 * <p>A row that is NaN is missing, and so is a picture where {@link Sample#SHOWN} is 0: a part that is missing adds nothing. In
 * training each part is left out of a sample with a probability of its own (modality dropout, Neverova et al. 2016), so that the
 * others learn to answer alone. A value.
 *
 * @param how the parts come together
 * @param widths how many numbers a row has, by the name that samples carry it as
 * @param hidden outputs of the layer over the parts, or over each of them
 * @param dropout before the last layer, 0 to below 1
 * @param partDropout the probability that a part is left out in training, 0 to below 1
 * @param seed of what the new layers begin with
 */
public record Fusion(Kind how, Map<String, Integer> widths, int hidden, double dropout, double partDropout, long seed)
        implements Pass {
    /** How parts come together. */
    public enum Kind {
        /** Features and rows behind each other, a hidden layer over all of them, a last one. */
        EARLY,
        /**
         * Each part says logits by itself, with a hidden layer for each row; they are added. What parts tell together and none
         * alone, such as whether two agree, it cannot learn.
         */
        LATE,
        /**
         * A hidden layer for each part, each of whose numbers is multiplied by a gate that sees all parts (Arevalo et al. 2017);
         * their sum goes to the last layer.
         */
        GATED
    }

    private static final String PREFIX = "fusion.";
    private static final String PICTURE = "picture";

    /**
     * @throws IllegalArgumentException if there is no row, or a number is out of its range
     */
    public Fusion {
        widths = ImmutableMap.copyOf(widths);
        for (Map.Entry<String, Integer> width : widths.entrySet()) {
            if (width.getValue() < 1
                    || ImmutableSet.of(Architecture.INPUT, NetworkPrograms.PIXELS, Sample.SHOWN, PICTURE)
                            .contains(width.getKey())) {
                throw new IllegalArgumentException(
                        "A row has a number or more, and a name that is not the picture's, received " + widths);
            }
        }
        if (widths.isEmpty() || hidden < 1) {
            throw new IllegalArgumentException("A fusion has a row beside the picture and a hidden output or more,"
                    + " received " + widths + " and " + hidden);
        }
        if (!(dropout >= 0 && dropout < 1 && partDropout >= 0 && partDropout < 1)) {
            throw new IllegalArgumentException(
                    "Probabilities of dropout are 0 to below 1, received " + dropout + " and " + partDropout);
        }
    }

    /** A hidden layer of 128 with dropout 0.1, as AutoGluon's, each part left out with probability 0.25. */
    public static Fusion of(Kind how, Map<String, Integer> widths) {
        return new Fusion(how, widths, 128, 0.1, 0.25, 0);
    }

    /** {@link Kind#EARLY} of the columns' rows. */
    public static Fusion early(Columns columns) {
        return of(Kind.EARLY, columns.widths());
    }

    /** {@link Kind#LATE} of the columns' rows. */
    public static Fusion late(Columns columns) {
        return of(Kind.LATE, columns.widths());
    }

    /** {@link Kind#GATED} of the columns' rows. */
    public static Fusion gated(Columns columns) {
        return of(Kind.GATED, columns.widths());
    }

    /** With so many outputs of the hidden layer. */
    public Fusion hidden(int number) {
        return new Fusion(how, widths, number, dropout, partDropout, seed);
    }

    /** With another dropout before the last layer. */
    public Fusion dropout(double probability) {
        return new Fusion(how, widths, hidden, probability, partDropout, seed);
    }

    /** With another probability that a part is left out in training. */
    public Fusion partDropout(double probability) {
        return new Fusion(how, widths, hidden, dropout, probability, seed);
    }

    /** Beginning with other numbers. */
    public Fusion seed(long number) {
        return new Fusion(how, widths, hidden, dropout, partDropout, number);
    }

    /** A part of what is looked at: its numbers N D, zeros where it is missing, and N 1 of 1 where it is there, else 0. */
    private record Part(String name, Value value, int width, Value there) {
        /** Nothing of a part that is missing. */
        Value only(Value of) {
            return of.times(there);
        }
    }

    /**
     * The fusion over a network.
     *
     * @throws IllegalArgumentException if it takes rows already, or a name of a row is that of a node
     */
    @Override
    public Network apply(Network network) {
        Architecture before = network.architecture();
        if (!before.company().isEmpty()) {
            throw new IllegalArgumentException("A fusion goes over a network that takes pictures alone, and "
                    + before.name() + " takes " + before.company().keySet() + " too");
        }
        Graph.Builder graph =
                before.graph().upTo(before.features(), NetworkPrograms.FEATURES).extend();
        Map<String, Shape> company = new LinkedHashMap<>();
        List<Part> parts = parts(graph, before, company);
        List<String> classifiers = new ArrayList<>();
        Value logits = logits(graph, parts, before.classes(), classifiers);
        Graph whole = graph.output(Architecture.LOGITS, logits.name()).build().only(Architecture.LOGITS);
        List<Parameter> fresh = new ArrayList<>(whole.parameters());
        fresh.removeIf(parameter -> before.graph().contains(parameter.name()));
        Weights begin = Initializer.weights(whole, fresh, InitializationRule.OF_LAYERS, seed);
        Map<String, Tensor> weights = new LinkedHashMap<>();
        for (Parameter parameter : whole.parameters()) {
            Tensor known = begin.find(parameter.name());
            weights.put(parameter.name(), known == null ? network.weights().get(parameter.name()) : known);
        }
        Architecture fused = new Architecture(
                "fused_" + before.name(),
                whole,
                before.stages(),
                before.features(),
                classifiers,
                before.input(),
                ImmutableMap.of(),
                company);
        return new Network(fused, Weights.of(weights), network.preprocessing());
    }

    /** The picture's features and the rows, some of them left out in training. */
    private List<Part> parts(Graph.Builder graph, Architecture before, Map<String, Shape> company) {
        List<Part> parts = new ArrayList<>();
        Value features = Value.of(graph, before.features());
        Value shown = input(graph, Sample.SHOWN, 1, company);
        parts.add(new Part(
                PICTURE,
                features.flatten(),
                Math.toIntExact(NetworkPrograms.features(before).count()),
                kept(graph, PICTURE, shown.is(Compare.Kind.NOT_EQUAL, 0))));
        widths.forEach((name, numbers) -> {
            Value row = input(graph, name, numbers, company);
            Value known = row.is(Compare.Kind.EQUAL, row); // NaN is not
            parts.add(new Part(
                    name, known.where(row, row.constant(0)), numbers, kept(graph, name, known.slice(1, 0, 1))));
        });
        return parts;
    }

    /** What is there of a part, and in training is left. */
    private Value kept(Graph.Builder graph, String name, Value there) {
        return partDropout == 0
                ? there
                : layer(graph, PREFIX + name + ".part", new Dropout(partDropout), there)
                        .is(Compare.Kind.GREATER, 0);
    }

    private static Value input(Graph.Builder graph, String name, int width, Map<String, Shape> company) {
        company.put(name, Shape.of(1, width));
        String node = graph.add(name, new Input(DType.FLOAT32, 2));
        if (!node.equals(name)) {
            throw new IllegalArgumentException(
                    "A row has another name than the network's nodes, received '" + name + "'. Rename the column.");
        }
        return Value.of(graph, node);
    }

    private Value logits(Graph.Builder graph, List<Part> parts, int classes, List<String> classifiers) {
        switch (how) {
            case EARLY:
                Value all = joined(parts);
                int width = width(parts);
                Value hiddenOfAll = layer(graph, PREFIX + "hidden", Linear.of(width, hidden), all)
                        .relu();
                return last(graph, PREFIX + "head", hiddenOfAll, hidden, classes, classifiers);
            case LATE:
                return sum(parts, part -> late(graph, part, classes, classifiers));
            default:
                Value joined = joined(parts);
                Value sum = sum(parts, part -> gated(graph, part, joined, width(parts)));
                return last(graph, PREFIX + "head", sum, hidden, classes, classifiers);
        }
    }

    private Value late(Graph.Builder graph, Part part, int classes, List<String> classifiers) {
        String name = PREFIX + part.name();
        if (part.name().equals(PICTURE)) { // its features are hidden outputs already
            return last(graph, name + ".head", part.value(), part.width(), classes, classifiers);
        }
        Value seen = layer(graph, name + ".hidden", Linear.of(part.width(), hidden), part.value())
                .relu();
        return last(graph, name + ".head", seen, hidden, classes, classifiers);
    }

    private Value gated(Graph.Builder graph, Part part, Value all, int width) {
        String name = PREFIX + part.name();
        Value seen = layer(graph, name + ".hidden", Linear.of(part.width(), hidden), part.value())
                .tanh();
        return seen.times(
                layer(graph, name + ".gate", Linear.of(width, hidden), all).sigmoid());
    }

    /** What becomes of the parts that are there, together. */
    private static Value sum(List<Part> parts, Function<Part, Value> of) {
        Value sum = parts.get(0).only(of.apply(parts.get(0)));
        for (Part part : parts.subList(1, parts.size())) {
            sum = sum.plus(part.only(of.apply(part)));
        }
        return sum;
    }

    /** All that is there, behind each other, and what is there. */
    private static Value joined(List<Part> parts) {
        Value first = parts.get(0).only(parts.get(0).value());
        List<Value> others = new ArrayList<>();
        parts.subList(1, parts.size()).forEach(part -> others.add(part.only(part.value())));
        parts.forEach(part -> others.add(part.there()));
        return first.concat(1, others.toArray(new Value[0]));
    }

    private static int width(List<Part> parts) {
        return parts.stream().mapToInt(part -> part.width() + 1).sum();
    }

    private Value last(Graph.Builder graph, String name, Value input, int in, int classes, List<String> classifiers) {
        Value kept = dropout == 0 ? input : layer(graph, name + ".dropout", new Dropout(dropout), input);
        classifiers.add(name);
        return layer(graph, name, Linear.of(in, classes), kept);
    }

    private static Value layer(Graph.Builder graph, String name, Operation operation, Value input) {
        return Value.of(graph, graph.add(name, operation, input.name()));
    }
}
