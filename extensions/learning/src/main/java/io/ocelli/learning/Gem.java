package io.ocelli.learning;

import io.ocelli.engine.Projection;
import io.ocelli.graph.Value;
import io.ocelli.training.Constraint;
import io.ocelli.training.Loss;
import io.ocelli.training.Step;
import java.util.Objects;

/**
 * Gradient episodic memory (Lopez-Paz and Ranzato 2017): the loss of no earlier task's pictures is to grow by what is learnt of new
 * ones. What is learnt from is the vector nearest to the new pictures' gradient whose product with each task's gradient is 0 or
 * more; where none is negative, the gradient itself. A stream for each task, and a constraint of each:
 *
 * <pre>{@code
 * Objective.labels(loss).plus(Gem.of("first", loss).objective()).plus(Gem.of("second", loss).objective())
 * }</pre>
 *
 * <p>A step takes a pass back for each; {@link Agem} takes one for all. Immutable and safe for any number of threads.
 *
 * @param stream the name of the task's pictures in the recipe
 * @param loss of their logits against their labels
 * @param margin how much of each task's gradient is added at least, 0 or more: more helps old tasks; 0.5 in the authors' code
 * @param eps what is added on the diagonal of the gradients' products, 0 or more; 0.001 in the authors' code
 */
public record Gem(String stream, Loss loss, double margin, double eps) implements Constraint {
    /** Before the stream's name: what the loss of a task is reported as. */
    public static final String NAME = "gem.";

    public Gem {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(loss, "loss");
        if (!(margin >= 0) || !(eps >= 0) || Double.isInfinite(margin) || Double.isInfinite(eps)) {
            throw new IllegalArgumentException(
                    "A margin and an eps are 0 or more and finite, received " + margin + " and " + eps);
        }
    }

    /** Of a stream's labels, without a margin. */
    public static Gem of(String stream, Loss loss) {
        return new Gem(stream, loss, 0, 1e-3);
    }

    /** With a margin; that of all tasks of an objective is one. */
    public Gem margin(double margin) {
        return new Gem(stream, loss, margin, eps);
    }

    @Override
    public String name() {
        return NAME + stream;
    }

    @Override
    public Projection projection() {
        return new EpisodicProjection(margin, eps);
    }

    /** The scalar, on a stream's batch. */
    @Override
    public Value of(Step step) {
        return loss.of(step.network(stream).logits(), step.targets(stream));
    }
}
