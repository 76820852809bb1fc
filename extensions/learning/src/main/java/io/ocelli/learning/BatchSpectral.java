package io.ocelli.learning;

import io.ocelli.graph.Value;
import io.ocelli.training.NamedTerm;
import io.ocelli.training.Step;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Batch spectral penalisation (Chen et al. 2019), beside an adversarial term: no direction of the features is to stand out so much
 * that others, by which classes are told apart, are lost. The term is the sum of both domains' largest squared singular value of a
 * batch's features.
 *
 * <p>Immutable and safe for any number of threads.
 *
 * @param stream the name of the other domain's pictures in the recipe
 * @param node the node whose results are looked at, flattened to N D; null for what the head takes
 */
public record BatchSpectral(String stream, @Nullable String node) implements NamedTerm {
    /** What the term is reported as; its authors count it 1e-4 times. */
    public static final String NAME = "spectral";

    /** A matrix is squared so often: what is smaller than the largest by a hundredth is then gone. */
    private static final int SQUARINGS = 12;

    public BatchSpectral {
        Objects.requireNonNull(stream, "stream");
    }

    /** What the head takes of the labelled pictures and of a stream's. */
    public static BatchSpectral with(String stream) {
        return new BatchSpectral(stream, null);
    }

    /** On the results of another node. */
    public BatchSpectral on(String node) {
        return new BatchSpectral(stream, Objects.requireNonNull(node, "node"));
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
        return largest(Results.orFeatures(step.network(), node))
                .plus(largest(Results.orFeatures(step.network(stream), node)));
    }

    /**
     * Powers of G = X X' turn to the projector u u' on its first direction, and tr(u u' G) is the largest value, slope included.
     */
    private static Value largest(Value rows) {
        Value products = rows.matmul(rows.transpose());
        Value projector = products.stopGradient();
        for (int i = 0; i < SQUARINGS; i++) {
            projector = projector.dividedBy(trace(projector));
            projector = projector.matmul(projector);
        }
        return projector
                .dividedBy(trace(projector))
                .stopGradient()
                .times(products)
                .sum();
    }

    private static Value trace(Value square) {
        return square.times(square.eye(0)).sum();
    }
}
