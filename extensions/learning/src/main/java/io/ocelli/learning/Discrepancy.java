package io.ocelli.learning;

import io.ocelli.graph.Value;
import io.ocelli.training.NamedTerm;
import io.ocelli.training.Step;
import java.util.Objects;

/**
 * The discrepancy of two heads on pictures without labels (Saito et al. 2018, maximum classifier discrepancy): the mean over
 * pictures and classes of the absolute difference of their probabilities.
 *
 * <p>Immutable and safe for any number of threads.
 *
 * @param stream the name of the pictures in the recipe
 * @param first the node of one head's logits
 * @param second that of the other's
 */
public record Discrepancy(String stream, String first, String second) implements NamedTerm {
    /** What the term is reported as. */
    public static final String NAME = "discrepancy";

    public Discrepancy {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(first, "first");
        Objects.requireNonNull(second, "second");
    }

    @Override
    public String name() {
        return NAME;
    }

    /**
     * The scalar, on a stream's batch.
     *
     * @throws IllegalArgumentException if the network has no such nodes
     */
    @Override
    public Value of(Step step) {
        Value one = step.network(stream).node(first).softmax(1);
        Value other = step.network(stream).node(second).softmax(1);
        return one.minus(other).abs().mean();
    }
}
