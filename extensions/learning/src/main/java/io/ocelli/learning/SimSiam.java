package io.ocelli.learning;

import io.ocelli.graph.Value;
import io.ocelli.training.NamedTerm;
import io.ocelli.training.Step;
import java.util.Objects;

/**
 * SimSiam (Chen and He 2021) on the logits of two views of each picture: {@link TwoViews#simSiam}. It needs a predictor, or it
 * collapses.
 *
 * <p>Immutable and safe for any number of threads.
 *
 * @param view the name of the second view in the recipe
 * @param predictor from a projection to one of its size
 */
public record SimSiam(String view, Mlp predictor) implements NamedTerm {
    /** What the term is reported as. */
    public static final String NAME = "simsiam";

    public SimSiam {
        Objects.requireNonNull(view, "view");
        Objects.requireNonNull(predictor, "predictor");
    }

    @Override
    public String name() {
        return NAME;
    }

    /** The scalar, on both views of a step's batch. */
    @Override
    public Value of(Step step) {
        Value first = step.network().logits();
        Value second = step.network(view).logits();
        return TwoViews.simSiam(
                predictor.of(step, "predictor", first), predictor.of(step, "predictor", second), first, second);
    }
}
