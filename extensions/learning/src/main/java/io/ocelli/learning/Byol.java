package io.ocelli.learning;

import io.ocelli.graph.Value;
import io.ocelli.training.NamedTerm;
import io.ocelli.training.Step;
import java.util.Objects;

/**
 * BYOL (Grill et al. 2020) on the logits of two views of each picture: {@link TwoViews#byol}. The teacher is the network's running
 * average, so the recipe says {@code average(}{@link TeacherAverage}{@code )}.
 *
 * <p>Immutable and safe for any number of threads.
 *
 * @param view the name of the second view in the recipe
 * @param predictor from a projection to one of its size
 */
public record Byol(String view, Mlp predictor) implements NamedTerm {
    /** What the term is reported as. */
    public static final String NAME = "byol";

    public Byol {
        Objects.requireNonNull(view, "view");
        Objects.requireNonNull(predictor, "predictor");
    }

    @Override
    public String name() {
        return NAME;
    }

    /**
     * The scalar, on both views of a step's batch.
     *
     * @throws IllegalArgumentException if the recipe keeps no averages
     */
    @Override
    public Value of(Step step) {
        return TwoViews.byol(
                predictor.of(step, "predictor", step.network().logits()),
                predictor.of(step, "predictor", step.network(view).logits()),
                step.average().logits(),
                step.average(view).logits());
    }
}
