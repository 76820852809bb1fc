package io.ocelli.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.ocelli.engine.Program;
import io.ocelli.graph.Activation;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Input;
import io.ocelli.graph.Node;
import io.ocelli.graph.Normalize;
import io.ocelli.graph.Permute;
import io.ocelli.graph.Pixels;
import io.ocelli.graph.Reshape;
import io.ocelli.graph.Samples;
import io.ocelli.graph.Scale;
import io.ocelli.graph.Slice;
import io.ocelli.graph.Softmax;
import io.ocelli.image.Intensities;
import io.ocelli.image.Preprocessing;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The programs that an architecture is run as. */
public final class NetworkPrograms {
    /** The input of programs that take pictures: N H W C, uint8 as they were decoded, or float32 of 16 bits. */
    public static final String PIXELS = "pixels";

    /** The output of probabilities, N K. */
    public static final String PROBABILITIES = "probabilities";

    /** The output of the backbone's features. */
    public static final String FEATURES = "features";

    /** What an exported file takes samples of 16 bits as. */
    public static final DType SAMPLES = DType.INT32;

    private NetworkPrograms() {}

    /** From float32 N C H W, normalised, to logits. */
    public static Program logits(Architecture architecture) {
        Graph graph = architecture.graph().only(Architecture.LOGITS);
        return new Program(graph, asked(graph, architecture.shapes()));
    }

    /** From uint8 N H W C to logits and probabilities, which are their softmax. */
    public static Program classification(Architecture architecture, Preprocessing preprocessing) {
        return classification(architecture, preprocessing, Scoring.SOFTMAX, 1);
    }

    /**
     * From uint8 N H W C to logits and probabilities.
     *
     * @param temperature what logits are divided by; above 0
     */
    public static Program classification(
            Architecture architecture, Preprocessing preprocessing, Scoring scoring, double temperature) {
        return classification(withPixels(architecture.graph(), preprocessing), architecture, scoring, temperature);
    }

    /**
     * The same for a file of its own, which nothing of ours prepares pictures for: of 16 bits it takes the samples as they were
     * read, int32 N H W C, and makes its numbers of them itself.
     */
    public static Program exported(
            Architecture architecture, Preprocessing preprocessing, Scoring scoring, double temperature) {
        return classification(withSamples(architecture.graph(), preprocessing), architecture, scoring, temperature);
    }

    private static Program classification(
            Graph.Builder graph, Architecture architecture, Scoring scoring, double temperature) {
        String logits = architecture.graph().output(Architecture.LOGITS);
        if (temperature != 1) {
            logits = graph.add(Architecture.LOGITS + ".tempered", new Scale(1 / temperature, 0), logits);
        }
        graph.output(Architecture.LOGITS, logits);
        graph.output(
                PROBABILITIES,
                graph.add(PROBABILITIES, scoring == Scoring.SIGMOID ? Activation.SIGMOID : new Softmax(1), logits));
        return program(graph, architecture);
    }

    /** From uint8 N H W C to the features that the head takes. */
    public static Program features(Architecture architecture, Preprocessing preprocessing) {
        Graph.Builder graph = withPixels(architecture.graph(), preprocessing);
        return program(graph.output(FEATURES, architecture.features()), architecture);
    }

    /**
     * From uint8 N H W C to the feature maps of each of the architecture's stages, N C H W, by its name and in order. Tokens
     * N T C become the map of the stage before them, the last H W of them in its rows; those in front are left out.
     *
     * @throws IllegalArgumentException if a stage is neither maps nor the tokens of a map
     */
    public static Program stages(Architecture architecture, Preprocessing preprocessing) {
        Graph.Builder graph = withPixels(architecture.graph(), preprocessing);
        Map<String, Shape> shapes = architecture.graph().shapes(architecture.shapes());
        Shape map = Shape.of(1, 0, 0, 0);
        for (Map.Entry<String, String> stage : architecture.stages().entrySet()) {
            Shape shape = Objects.requireNonNull(shapes.get(stage.getValue()));
            if (shape.rank() == 4) {
                map = shape;
                graph.output(stage.getKey(), stage.getValue());
            } else {
                graph.output(stage.getKey(), map(graph, stage, shape, map));
            }
        }
        return program(graph, architecture);
    }

    private static String map(Graph.Builder graph, Map.Entry<String, String> stage, Shape tokens, Shape map) {
        long patches = map.get(2) * map.get(3);
        if (tokens.rank() != 3 || patches == 0 || tokens.get(1) < patches) {
            throw new IllegalArgumentException(
                    "A stage ends in maps N C H W, or in tokens N T C of the map before it, and '" + stage.getKey()
                            + "' is " + tokens + " behind " + map);
        }
        String name = stage.getValue() + ".map";
        int front = (int) (tokens.get(1) - patches);
        String kept = graph.add(name, new Slice(1, front, Slice.TO_END, 1), stage.getValue());
        String turned = graph.add(name, Permute.of(0, 2, 1), kept);
        return graph.add(name, Reshape.of(0, 0, map.at(2), map.at(3)), turned);
    }

    /** The head alone: what follows the features, as an architecture whose input is called as the features' node. */
    public static Graph head(Architecture architecture) {
        int rank = features(architecture).rank();
        return architecture
                .graph()
                .only(Architecture.LOGITS)
                .after(architecture.features(), new Input(DType.FLOAT32, rank));
    }

    /** The shape of one sample's features, with a leading 1. */
    public static Shape features(Architecture architecture) {
        Map<String, Shape> shapes =
                architecture.graph().upTo(architecture.features(), FEATURES).shapes(architecture.shapes());
        return Objects.requireNonNull(shapes.get(architecture.features()));
    }

    /** What pixels are given as: uint8 as they were decoded, or the float32 that a preprocessing makes of 16 bits. */
    public static DType pixelType(Preprocessing preprocessing) {
        return preprocessing.intensities() == null ? DType.UINT8 : DType.FLOAT32;
    }

    /** A graph's nodes with its float input computed from pixels. */
    public static Graph.Builder withPixels(Graph network, Preprocessing preprocessing) {
        Graph.Builder graph = Graph.builder();
        String input = graph.add(PIXELS, new Input(pixelType(preprocessing), 4));
        String scaled = preprocessing.intensities() == null
                ? graph.add(PIXELS + ".scaled", new Pixels(), input)
                : graph.add(PIXELS + ".first", Permute.of(0, 3, 1, 2), input);
        return normalized(graph, scaled, network, preprocessing);
    }

    /** The same from samples as they were read. */
    private static Graph.Builder withSamples(Graph network, Preprocessing preprocessing) {
        @Nullable Intensities intensities = preprocessing.intensities();
        if (intensities == null) {
            return withPixels(network, preprocessing);
        }
        Graph.Builder graph = Graph.builder();
        String input = graph.add(PIXELS, new Input(SAMPLES, 4));
        String numbers = RawIntensities.add(graph, graph.add(PIXELS + ".samples", new Samples(), input), intensities);
        return normalized(graph, numbers, network, preprocessing);
    }

    private static Graph.Builder normalized(
            Graph.Builder graph, String scaled, Graph network, Preprocessing preprocessing) {
        for (Node node : network.nodes()) {
            if (node.name().equals(Architecture.INPUT)) {
                graph.add(
                        Architecture.INPUT,
                        new Normalize(doubles(preprocessing.mean()), doubles(preprocessing.std())),
                        scaled);
            } else {
                graph.add(node.name(), node.operation(), node.inputs().toArray(new String[0]));
            }
        }
        return graph;
    }

    /** The shape of one picture as it was decoded. */
    public static Map<String, Shape> pixels(InputSize size) {
        return ImmutableMap.of(PIXELS, Shape.of(1, size.height(), size.width(), size.channels()));
    }

    /** From pixels, and what of the company the outputs need. */
    private static Program program(Graph.Builder builder, Architecture architecture) {
        Graph graph = builder.build();
        Map<String, Shape> shapes = new LinkedHashMap<>(architecture.company());
        shapes.putAll(pixels(architecture.input()));
        return new Program(graph, asked(graph, shapes));
    }

    /** The shapes of those inputs that a graph has. */
    private static Map<String, Shape> asked(Graph graph, Map<String, Shape> shapes) {
        Map<String, Shape> asked = new LinkedHashMap<>();
        graph.inputs().forEach(node -> asked.put(node.name(), Objects.requireNonNull(shapes.get(node.name()))));
        return asked;
    }

    private static List<Double> doubles(List<Float> values) {
        ImmutableList.Builder<Double> doubles = ImmutableList.builder();
        for (float value : values) {
            doubles.add((double) value);
        }
        return doubles.build();
    }
}
