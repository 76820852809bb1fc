package io.ocelli.learning;

import io.ocelli.graph.Value;
import io.ocelli.training.NamedTerm;
import io.ocelli.training.Step;
import java.util.Objects;

/**
 * Barlow Twins (Zbontar et al. 2021) on the logits of two views of each picture: {@link TwoViews#barlowTwins}.
 *
 * <p>Immutable and safe for any number of threads.
 *
 * @param view the name of the second view in the recipe
 * @param lambda what correlations off the diagonal count, 0 or more
 */
public record BarlowTwins(String view, double lambda) implements NamedTerm {
    /** What the term is reported as; its authors count it 0.025 times. */
    public static final String NAME = "barlow_twins";

    public BarlowTwins {
        Objects.requireNonNull(view, "view");
        if (!(lambda >= 0) || Double.isInfinite(lambda)) {
            throw new IllegalArgumentException("What correlations count is 0 or more and finite, received " + lambda);
        }
    }

    /** With the authors' 0.0051. */
    public static BarlowTwins with(String view) {
        return new BarlowTwins(view, 0.0051);
    }

    @Override
    public String name() {
        return NAME;
    }

    /** The scalar, on both views of a step's batch. */
    @Override
    public Value of(Step step) {
        return TwoViews.barlowTwins(step.network().logits(), step.network(view).logits(), lambda);
    }
}
