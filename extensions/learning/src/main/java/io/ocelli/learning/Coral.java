package io.ocelli.learning;

import io.ocelli.graph.Reduce;
import io.ocelli.graph.Value;
import io.ocelli.training.NamedTerm;
import io.ocelli.training.Step;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Deep CORAL (Sun and Saenko 2016): pictures of another domain, without labels, are to spread as the labelled ones do. With the
 * covariances S of the labelled and T of the other pictures' D features, each over its batch and divided by N - 1, the term is
 * the sum of the squares of S - T, divided by 4 D D.
 *
 * <pre>{@code
 * Training.defaults()
 *     .objective(Objective.labels(Loss.crossEntropy()).plus(Coral.with("target").times(0.5)))
 *     .stream("target", unlabelled)
 * }</pre>
 *
 * <p>{@link #andMeans} is the Transfer Learning Library's form, which is about four times as large: the mean over D D of the
 * squares of S - T, and the mean over D of the squares of the difference of the means.
 *
 * <p>Covariances grow with the square of what they are of, and the term with the fourth power: on the large logits of a network
 * that has learnt it drowns the labels, where {@link #on} the features that the head takes it does not.
 *
 * <p>Immutable and safe for any number of threads.
 *
 * @param stream the name of the other domain's pictures in the recipe; at least two of them and of the labelled ones make a batch
 * @param means whether the means are aligned, too
 * @param node the node whose results are compared, flattened to N D; null for the logits, as in the paper
 */
public record Coral(String stream, boolean means, @Nullable String node) implements NamedTerm {
    /** What the term is reported as. */
    public static final String NAME = "coral";

    public Coral {
        Objects.requireNonNull(stream, "stream");
    }

    /** The labelled pictures' logits and those of a stream. */
    public static Coral with(String stream) {
        return new Coral(stream, false, null);
    }

    /** On the results of another node than the logits, such as the architecture's features or the end of a stage. */
    public Coral on(String node) {
        return new Coral(stream, means, Objects.requireNonNull(node, "node"));
    }

    /** With the means aligned, too, and four times what the paper has. */
    public Coral andMeans() {
        return new Coral(stream, true, node);
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
        Value labelled = Results.orLogits(step.network(), node);
        Value other = Results.orLogits(step.network(stream), node);
        Value gap = covariance(labelled).minus(covariance(other)).squared().mean();
        return means ? gap.plus(labelled.mean(0).minus(other.mean(0)).squared().mean()) : gap.times(0.25);
    }

    private static Value covariance(Value rows) {
        Value centred = rows.minus(rows.keeping(Reduce.Kind.MEAN, 0));
        // Of one row, as the last batch of an epoch may have it, it is 0.
        Value oneLess = rows.count(0).minus(1).clamp(1, Float.MAX_VALUE);
        return centred.transpose().matmul(centred).dividedBy(oneLess);
    }
}
