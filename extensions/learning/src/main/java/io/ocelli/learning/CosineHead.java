package io.ocelli.learning;

import com.google.common.collect.ImmutableMap;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Linear;
import io.ocelli.graph.Node;
import io.ocelli.graph.Parameter;
import io.ocelli.graph.Value;
import io.ocelli.heads.Margins;
import io.ocelli.model.Architecture;
import io.ocelli.model.InitializationRule;
import io.ocelli.model.Initializer;
import io.ocelli.model.Network;
import io.ocelli.model.Pass;
import io.ocelli.tensor.Tensor;
import io.ocelli.training.Loss;
import io.ocelli.training.Objective;
import io.ocelli.weights.Weights;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A head of directions: a pass that makes the logits of a linear head a scale times the cosines between what it takes and the
 * classes, so that pictures of a class come to lie together, and a margin that is learnt with:
 *
 * <pre>{@code
 * CosineHead head = CosineHead.of(16);
 * Classifier faces = spec.head(100).then(head).fit(train, validation, recipe.objective(head.arcFace(0.5)));
 * }</pre>
 *
 * <p>What is served knows no margin. With few classes a scale of 64, which is usual for faces, learns nothing: {@link #scale} says
 * the least that can be sure of a class. The features of the network that comes of it are what a {@link Gallery} compares. A value.
 *
 * @param scale above 0
 * @param seed of the directions that the classes begin with
 */
public record CosineHead(double scale, long seed) implements Pass {
    private static final double LEAST = 1e-12;

    /**
     * @throws IllegalArgumentException if the scale is not above 0 and finite
     */
    public CosineHead {
        if (!(scale > 0 && scale < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("A scale of cosines is above 0 and finite, received " + scale);
        }
    }

    /** With this scale. */
    public static CosineHead of(double scale) {
        return new CosineHead(scale, 0);
    }

    /** The same beginning with other directions. */
    public CosineHead seed(long other) {
        return new CosineHead(scale, other);
    }

    /**
     * The least scale at which a picture in the very direction of its class, with the others evenly around (Wang et al. 2017,
     * CosFace), gets a probability: (K - 1) / K ln((K - 1) p / (1 - p)).
     *
     * @param classes K, 2 or more
     * @param probability p, from above 1 / K to below 1
     * @throws IllegalArgumentException if they are not that
     */
    public static double scale(int classes, double probability) {
        if (classes < 2 || !(probability > 1.0 / classes && probability < 1)) {
            throw new IllegalArgumentException(
                    "A scale is for 2 classes or more and a probability above chance and below" + " 1, received "
                            + classes + " and " + probability);
        }
        return (classes - 1.0) / classes * Math.log((classes - 1) * probability / (1 - probability));
    }

    /**
     * ArcFace (Deng et al. 2019): the cross-entropy with an angle added to that of the own class.
     *
     * @param margin 0 to below a right angle; 0.5 is usual
     * @throws IllegalArgumentException if it is not
     */
    public Objective arcFace(double margin) {
        if (!(margin >= 0 && margin < Math.PI / 2)) {
            throw new IllegalArgumentException("ArcFace's margin is 0 to below a right angle, received " + margin);
        }
        return Objective.of("arcFace", step -> {
            Value cosines = step.network().logits().dividedBy(scale);
            Value moved = Margins.arcFace(cosines, step.targets(), margin, Margins.Beyond.LINE);
            return Loss.crossEntropy().of(moved.times(scale), step.targets());
        });
    }

    /**
     * CosFace (Wang et al. 2018): the cross-entropy with a part taken of the cosine of the own class.
     *
     * @param margin 0 to below 2; 0.35 is usual
     * @throws IllegalArgumentException if it is not
     */
    public Objective cosFace(double margin) {
        if (!(margin >= 0 && margin < 2)) {
            throw new IllegalArgumentException("CosFace's margin is 0 to below 2, received " + margin);
        }
        return Objective.of("cosFace", step -> {
            Value cosines = step.network().logits().dividedBy(scale);
            Value moved = Margins.cosFace(cosines, step.targets(), margin);
            return Loss.crossEntropy().of(moved.times(scale), step.targets());
        });
    }

    /**
     * The network whose logits are scaled cosines; its head begins anew.
     *
     * @throws IllegalArgumentException if its head is no linear layer that gives the logits
     */
    @Override
    public Network apply(Network network) {
        Architecture before = network.architecture();
        String name = before.classifiers().get(0);
        Node layer = before.graph().node(name);
        if (!(layer.operation() instanceof Linear)
                || !before.graph().output(Architecture.LOGITS).equals(name)) {
            throw new IllegalArgumentException("Cosines are of a linear head that gives the logits, and the head of "
                    + before.name() + " ends in " + layer.operation());
        }
        Linear linear = (Linear) layer.operation();
        Graph.Builder graph = before.graph().upTo(layer.input(), "seen").extend();
        Value seen = Value.of(graph, layer.input()).l2Normalize();
        graph.add(name, new Linear(linear.in(), linear.out(), false), seen.name());
        Value directions = Value.of(graph, name + ".weight");
        Value lengths = directions.squared().sum(1).plus(LEAST).sqrt();
        Value logits = Value.of(graph, name).times(lengths.reciprocal().times(scale));
        Graph whole = graph.output(Architecture.LOGITS, logits.name()).build().only(Architecture.LOGITS);
        Map<String, Tensor> weights = new LinkedHashMap<>();
        for (Parameter parameter : whole.parameters()) {
            if (!parameter.name().equals(name + ".weight")) {
                weights.put(parameter.name(), network.weights().get(parameter.name()));
            }
        }
        weights.putAll(Initializer.weights(whole, whole.parametersOf(name), InitializationRule.OF_LAYERS, seed)
                .toMap());
        Architecture architecture = new Architecture(
                "cosine(" + before.name() + ")",
                whole,
                before.stages(),
                before.features(),
                before.classifiers().subList(0, 1),
                before.input(),
                ImmutableMap.of());
        return new Network(architecture, Weights.of(weights), network.preprocessing());
    }
}
