package io.ocelli.learning;

import io.ocelli.graph.Value;
import io.ocelli.image.Randomness;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.training.Applied;
import io.ocelli.training.NamedTerm;
import io.ocelli.training.Schedule;
import io.ocelli.training.Step;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Conditional adversarial adaptation (Long et al. 2018): as {@link Dann}, with a discriminator that is told what the network takes
 * each picture for. It sees the products of all features with all probabilities, K times D of them in the order of the classes, or
 * where these are many products of as many random projections of both. The probabilities count as constants. The term is the mean
 * binary cross-entropy over the pictures of both domains.
 *
 * <p>Immutable and safe for any number of threads.
 *
 * @param stream the name of the other domain's pictures in the recipe
 * @param discriminator from rows to one logit
 * @param strength of the reversed gradient over the training
 * @param entropy whether pictures that the network is sure of count more: 1 + exp(-H), scaled to a mean of 1
 * @param projection the random projections, or null for all products
 * @param node the node whose results are the features, flattened to N D; null for what the head takes
 */
public record Cdan(
        String stream,
        Mlp discriminator,
        Schedule strength,
        boolean entropy,
        @Nullable Projection projection,
        @Nullable String node)
        implements NamedTerm {
    /** What the term is reported as. */
    public static final String NAME = "cdan";

    /** Under the logarithms of entropies, as in the Transfer Learning Library. */
    static final double EPS = 1e-5;

    public Cdan {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(strength, "strength");
        Dann.requireOne(discriminator);
    }

    /**
     * Fixed random projections of features and of probabilities.
     *
     * @param features D R
     * @param probabilities K R
     */
    public record Projection(Tensor features, Tensor probabilities) {
        public Projection {
            if (features.shape().rank() != 2
                    || probabilities.shape().rank() != 2
                    || features.shape().get(1) != probabilities.shape().get(1)) {
                throw new IllegalArgumentException(
                        "Projections are D R and K R, received " + features + " and " + probabilities);
            }
        }

        /** Normal numbers, by a seed, for D features, K classes and R products. */
        public static Projection of(int features, int classes, int products, long seed) {
            Randomness randomness = Randomness.of(seed);
            return new Projection(
                    normal(randomness.split("features"), features, products),
                    normal(randomness.split("probabilities"), classes, products));
        }

        private static Tensor normal(Randomness randomness, int rows, int columns) {
            float[] values = new float[Math.multiplyExact(rows, columns)];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) randomness.nextGaussian();
            }
            return Tensor.of(Shape.of(rows, columns), values);
        }
    }

    /** All products of what the head takes with the probabilities, and {@link Dann}'s discriminator and schedule. */
    public static Cdan with(String stream) {
        return new Cdan(stream, Dann.DISCRIMINATOR, ReversalSchedule.overTraining(), false, null, null);
    }

    /** With another discriminator. */
    public Cdan discriminator(Mlp layers) {
        return new Cdan(stream, layers, strength, entropy, projection, node);
    }

    /** With another strength of the reversed gradient as the training goes on. */
    public Cdan strength(Schedule schedule) {
        return new Cdan(stream, discriminator, schedule, entropy, projection, node);
    }

    /** With pictures that the network is sure of counting more (CDAN+E). */
    public Cdan weighted() {
        return new Cdan(stream, discriminator, strength, true, projection, node);
    }

    /** With random projections in the place of all products. */
    public Cdan projected(Projection random) {
        return new Cdan(stream, discriminator, strength, entropy, Objects.requireNonNull(random, "random"), node);
    }

    /** With the results of another node than the one whose results the head takes. */
    public Cdan on(String node) {
        return new Cdan(stream, discriminator, strength, entropy, projection, Objects.requireNonNull(node, "node"));
    }

    @Override
    public String name() {
        return NAME;
    }

    /**
     * The scalar, on both batches of a step.
     *
     * @throws IllegalArgumentException if the network has no such node
     */
    @Override
    public Value of(Step step) {
        Value reversal = step.number(NAME + ".strength", strength);
        Side source = side(step, step.network(), reversal);
        Side target = side(step, step.network(stream), reversal);
        Value sum = source.of(source.logit.negate()).plus(target.of(target.logit));
        Value weights = source.weights.sum().plus(target.weights.sum());
        return sum.dividedBy(weights);
    }

    /**
     * A domain.
     *
     * @param weights N 1, what each picture counts
     */
    private record Side(Value logit, Value weights) {
        Value of(Value wrong) {
            return wrong.softplus().times(weights).sum();
        }
    }

    private Side side(Step step, Applied network, Value reversal) {
        Value features = Results.orFeatures(network, node);
        Value probabilities = network.logits().softmax(1).stopGradient();
        Value rows = projection == null
                ? probabilities.unsqueeze(2).times(features.unsqueeze(1)).flatten()
                : features.matmul(step.constant(projection.features()))
                        .times(probabilities.matmul(step.constant(projection.probabilities())))
                        .dividedBy(Math.sqrt(projection.features().shape().get(1)));
        Value sure = entropy
                ? Entropy.of(probabilities, EPS).negate().exp().plus(1)
                : Entropy.of(probabilities, EPS).times(0).plus(1);
        return new Side(discriminator.of(step, NAME, rows.reverseGradient(reversal)), sure.unsqueeze(1));
    }
}
