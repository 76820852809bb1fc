package io.ocelli.learning;

import io.ocelli.graph.Value;
import io.ocelli.heads.Pairs;
import io.ocelli.training.NamedTerm;
import io.ocelli.training.Step;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The contrast of SimCLR (Chen et al. 2020, "normalized temperature-scaled cross-entropy"): of all views in a batch, a network is
 * to find the other one of the same picture. Each of the 2 N views is an anchor; the cosines between its result and the 2 N - 1
 * others', divided by the temperature, are the logits of a softmax in which the other view is the right answer. The term is the
 * mean of the cross-entropies of all anchors.
 *
 * <pre>{@code
 * Training.defaults().view("second", augment).objective(NtXent.with("second").temperature(0.1).on(features).objective())
 * }</pre>
 *
 * <p>Immutable and safe for any number of threads.
 *
 * @param view the name of the second view in the recipe: as many pictures as the labelled ones, in their order
 * @param temperature what cosines are divided by, above 0; 0.05 to 0.5 are usual
 * @param node the node whose results are contrasted, flattened to N D; null for the logits
 */
public record NtXent(
        String view, double temperature, @Nullable String node) implements NamedTerm {
    /** What the term is reported as. */
    public static final String NAME = "nt_xent";

    public NtXent {
        Objects.requireNonNull(view, "view");
        Temperatures.require(temperature);
    }

    /** The labelled pictures and their second view, at a temperature of 0.5. */
    public static NtXent with(String view) {
        return new NtXent(view, 0.5, null);
    }

    /** The same at another temperature. */
    public NtXent temperature(double temperature) {
        return new NtXent(view, temperature, node);
    }

    /** On the results of another node than the logits, such as the architecture's features. */
    public NtXent on(String node) {
        return new NtXent(view, temperature, Objects.requireNonNull(node, "node"));
    }

    @Override
    public String name() {
        return NAME;
    }

    /**
     * The scalar, on both views of a step's batch.
     *
     * @throws IllegalArgumentException if the network has no such node
     */
    @Override
    public Value of(Step step) {
        return Pairs.ntXent(
                Results.orLogits(step.network(), node), Results.orLogits(step.network(view), node), temperature);
    }
}
