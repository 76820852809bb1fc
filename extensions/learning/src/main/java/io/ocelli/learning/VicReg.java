package io.ocelli.learning;

import io.ocelli.graph.Value;
import io.ocelli.training.NamedTerm;
import io.ocelli.training.Step;
import java.util.Objects;

/**
 * VICReg (Bardes et al. 2022) on the logits of two views of each picture: {@link TwoViews#vicReg}.
 *
 * <p>Immutable and safe for any number of threads.
 *
 * @param view the name of the second view in the recipe
 * @param invariance what it counts that views are alike
 * @param variance what it counts that dimensions spread
 * @param covariance what it counts that dimensions have nothing in common
 */
public record VicReg(String view, double invariance, double variance, double covariance) implements NamedTerm {
    /** What the term is reported as. */
    public static final String NAME = "vicreg";

    public VicReg {
        Objects.requireNonNull(view, "view");
        if (!(invariance >= 0 && variance >= 0 && covariance >= 0)) {
            throw new IllegalArgumentException("What the parts count is 0 or more, received " + invariance + ", "
                    + variance + " and " + covariance);
        }
    }

    /** With the authors' 25, 25 and 1. */
    public static VicReg with(String view) {
        return new VicReg(view, 25, 25, 1);
    }

    @Override
    public String name() {
        return NAME;
    }

    /** The scalar, on both views of a step's batch. */
    @Override
    public Value of(Step step) {
        return TwoViews.vicReg(step.network().logits(), step.network(view).logits(), invariance, variance, covariance);
    }
}
