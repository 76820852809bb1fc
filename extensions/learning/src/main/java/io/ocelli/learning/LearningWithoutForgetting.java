package io.ocelli.learning;

import io.ocelli.graph.Value;
import io.ocelli.model.Network;
import io.ocelli.training.NamedTerm;
import io.ocelli.training.Step;
import java.util.Objects;

/**
 * Learning without forgetting (Li and Hoiem 2016): of the new pictures a network is to say of its old classes what it said before
 * they came; no old picture is needed. The term is the mean over the batch of -sum softmax(old / T) log softmax(new / T), over the
 * old classes, which stand before the new ones. {@link #squared} multiplies it by T T, so that its gradients do not shrink with the
 * temperature; {@link #divergence} takes the entropy of what was said off, which changes no gradient and makes 0 of the smallest.
 *
 * <p>Immutable and safe for any number of threads.
 *
 * @param old the network as it was, of the same input size
 * @param temperature T, above 0; 2 is usual
 * @param timesSquare whether it counts T T times
 * @param less whether the entropy of what was said is taken off
 */
public record LearningWithoutForgetting(Network old, double temperature, boolean timesSquare, boolean less)
        implements NamedTerm {
    /** What the term is reported as. */
    public static final String NAME = "without_forgetting";

    public LearningWithoutForgetting {
        Objects.requireNonNull(old, "old");
        Temperatures.require(temperature);
    }

    /** At a temperature of 2. */
    public static LearningWithoutForgetting of(Network old) {
        return new LearningWithoutForgetting(old, 2, false, false);
    }

    /** The same at another temperature. */
    public LearningWithoutForgetting temperature(double temperature) {
        return new LearningWithoutForgetting(old, temperature, timesSquare, less);
    }

    /** Times the square of the temperature. */
    public LearningWithoutForgetting squared() {
        return new LearningWithoutForgetting(old, temperature, true, less);
    }

    /** Less the entropy of what was said. */
    public LearningWithoutForgetting divergence() {
        return new LearningWithoutForgetting(old, temperature, timesSquare, true);
    }

    @Override
    public String name() {
        return NAME;
    }

    /**
     * The scalar, on the new pictures of a step.
     *
     * @throws IllegalArgumentException if fewer classes are known than were, or the pictures are of another size
     */
    @Override
    public Value of(Step step) {
        int known = old.architecture().classes();
        if (step.classes() < known) {
            throw new IllegalArgumentException("Classes are added to those that were known, and of " + known
                    + " there are " + step.classes() + " now. Say Successor.of(classifier).classes(old and new).");
        }
        Value said = step.frozen("before", old).logits().dividedBy(temperature);
        Value now = step.network().logits().slice(1, 0, known).dividedBy(temperature);
        Value surprise = now.logSoftmax(1).negate();
        Value each = less ? surprise.plus(said.logSoftmax(1)) : surprise;
        Value mean = said.softmax(1).times(each).sum(1).mean();
        return timesSquare ? mean.times(temperature * temperature) : mean;
    }

    @Override
    public String toString() {
        return "LearningWithoutForgetting.of(" + old.architecture().name() + ").temperature(" + temperature + ")";
    }
}
