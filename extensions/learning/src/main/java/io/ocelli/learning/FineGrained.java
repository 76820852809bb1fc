package io.ocelli.learning;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Initialization;
import io.ocelli.graph.Linear;
import io.ocelli.graph.Parameter;
import io.ocelli.graph.Reduce;
import io.ocelli.graph.Value;
import io.ocelli.graph.Weight;
import io.ocelli.heads.Attention;
import io.ocelli.heads.Pooling;
import io.ocelli.model.Architecture;
import io.ocelli.model.InitializationRule;
import io.ocelli.model.Initializer;
import io.ocelli.model.Network;
import io.ocelli.model.Pass;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * A head for classes that differ in details: a pass that lets a linear layer see the backbone's last stage in another way than by
 * its mean. What is learnt of it belongs to the head, and so learns where the backbone is frozen, too.
 *
 * <pre>{@code
 * Classifier birds = Classifier.resnet18().pretrained().head(200).then(FineGrained.gem()).fit(train, validation);
 * }</pre>
 *
 * <p>The last stage is maps, or tokens, all of which count as pixels. A {@link CosineHead} may follow. A value.
 *
 * @param kind how the stage is seen
 * @param number of channels that are paired, or of attention heads; 0 for GeM
 * @param seed of what the head begins with
 */
public record FineGrained(Kind kind, int number, long seed) implements Pass {
    /** How a stage is seen. */
    public enum Kind {
        /** {@link Pooling#gem} with one p, which begins at 3 and learns. */
        GEM,
        /** {@link Pooling#bilinear}. */
        BILINEAR,
        /** {@link Attention#classToken}, the mean in the place of the class token. */
        ATTENTION
    }

    /** What its own nodes and weights are called behind. */
    static final String PREFIX = "fine.";

    private static final String HEAD = "fine.head";
    private static final double GEM_POWER = 3;

    /** Pairs of more channels are rarely worth their number. */
    private static final int PAIRED = 128;

    /**
     * @throws IllegalArgumentException if the number is below 1 where there is one
     */
    public FineGrained {
        Objects.requireNonNull(kind, "kind");
        if (kind != Kind.GEM && number < 1) {
            throw new IllegalArgumentException(
                    "Channels that are paired, and attention heads, are at least 1, received " + number);
        }
    }

    /** Generalised mean pooling (Radenovic, Tolias and Chum 2018). */
    public static FineGrained gem() {
        return new FineGrained(Kind.GEM, 0, 0);
    }

    /** Bilinear pooling (Lin, RoyChowdhury and Maji 2015) of at most 128 channels. */
    public static FineGrained bilinear() {
        return bilinear(PAIRED);
    }

    /**
     * Bilinear pooling of at most so many channels; where the stage has more, a convolution of 1 x 1 that learns makes so many of
     * them first.
     */
    public static FineGrained bilinear(int channels) {
        return new FineGrained(Kind.BILINEAR, channels, 0);
    }

    /**
     * Attention pooling (Radford et al. 2021, without positions): the mean of the pixels asks, and all of them answer.
     *
     * @param heads by which the stage's channels can be divided
     */
    public static FineGrained attention(int heads) {
        return new FineGrained(Kind.ATTENTION, heads, 0);
    }

    /** The same beginning with other numbers. */
    public FineGrained seed(long other) {
        return new FineGrained(kind, number, other);
    }

    /**
     * The network with this head, of as many classes.
     *
     * @throws IllegalArgumentException if the last stage is neither maps nor tokens, or its channels cannot be divided by the heads
     */
    @Override
    public Network apply(Network backbone) {
        Architecture before = backbone.architecture();
        List<String> stages = ImmutableList.copyOf(before.stages().values());
        String stage = stages.get(stages.size() - 1);
        Shape shape = Objects.requireNonNull(before.graph()
                .shapes(ImmutableMap.of(Architecture.INPUT, before.input().shape()))
                .get(stage));
        if (shape.rank() != 3 && shape.rank() != 4) {
            throw new IllegalArgumentException(
                    "A head of details sees maps or tokens, and the last stage of " + before.name() + " is " + shape);
        }
        int channels = shape.at(shape.rank() == 4 ? 1 : 2);
        Graph.Builder graph = before.graph().upTo(stage, "stage").extend();
        Value map = Value.of(graph, stage);
        map = shape.rank() == 4 ? map : map.permute(0, 2, 1).unsqueeze(3);
        Value pooled = pooled(map, channels);
        int width = kind == Kind.BILINEAR ? paired(channels) * paired(channels) : channels;
        graph.add(HEAD, Linear.of(width, before.classes()), pooled.name());
        Graph whole = graph.output(Architecture.LOGITS, HEAD).build().only(Architecture.LOGITS);
        // Where nothing of it learns but the layer, that takes what is pooled.
        boolean learns = kind != Kind.BILINEAR || channels > number;
        Architecture architecture = new Architecture(
                kind.name().toLowerCase(Locale.ROOT) + "(" + before.name() + ")",
                whole,
                before.stages(),
                learns ? stage : pooled.name(),
                ImmutableList.of(HEAD),
                before.input());
        return new Network(architecture, weights(backbone, whole), backbone.preprocessing());
    }

    private int paired(int channels) {
        return Math.min(number, channels);
    }

    private Value pooled(Value map, int channels) {
        Graph.Builder graph = map.builder();
        switch (kind) {
            case GEM:
                return Pooling.gem(map, weight(graph, "power", Initialization.constant(GEM_POWER), 1));
            case BILINEAR:
                return Pooling.bilinear(channels <= number ? map : reduced(map, channels));
            default:
                if (channels % number != 0) {
                    throw new IllegalArgumentException("The " + channels
                            + " channels of the last stage are divided among attention heads, received " + number);
                }
                Value tokens = map.reshape(0, 0, -1).permute(0, 2, 1);
                List<Value> weights = new ArrayList<>();
                for (String layer : new String[] {"query", "key", "value", "projection"}) {
                    Initialization start = Initialization.fanIn(channels);
                    weights.add(weight(graph, layer + ".weight", start, channels, channels));
                    weights.add(weight(graph, layer + ".bias", Initialization.ZEROS, channels));
                }
                Value mean = tokens.keeping(Reduce.Kind.MEAN, 1);
                return Attention.classToken(mean.concat(1, tokens), weights, number);
        }
    }

    /** A convolution of 1 x 1 as a product, whose derivative every engine that trains has: N R HW 1. */
    private Value reduced(Value map, int channels) {
        Value weight = weight(map.builder(), "reduce", Initialization.fanIn(channels), number, channels);
        return weight.matmul(map.reshape(0, 0, -1)).unsqueeze(3);
    }

    private static Value weight(Graph.Builder graph, String name, Initialization start, long... extents) {
        return Value.of(graph, graph.add(PREFIX + name, Weight.of(start, extents)));
    }

    private Weights weights(Network backbone, Graph whole) {
        Map<String, Tensor> kept = new LinkedHashMap<>();
        List<Parameter> added = new ArrayList<>();
        for (Parameter parameter : whole.parameters()) {
            Tensor learnt = backbone.weights().find(parameter.name());
            if (learnt == null || parameter.name().startsWith(PREFIX)) {
                added.add(parameter);
            } else {
                kept.put(parameter.name(), learnt);
            }
        }
        kept.putAll(Initializer.weights(whole, added, InitializationRule.OF_LAYERS, seed)
                .toMap());
        return Weights.of(kept);
    }
}
