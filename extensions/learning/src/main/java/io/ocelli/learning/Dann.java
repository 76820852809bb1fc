package io.ocelli.learning;

import io.ocelli.graph.Value;
import io.ocelli.training.NamedTerm;
import io.ocelli.training.Schedule;
import io.ocelli.training.Step;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Adversarial adaptation (Ganin et al. 2016): a discriminator learns to tell labelled pictures from those of another domain by what
 * the head takes, and the network learns to leave it nothing to tell them by, because the gradient is reversed on its way back. The
 * term is the mean of both domains' mean binary cross-entropy, a labelled picture being 1.
 *
 * <pre>{@code
 * Training.defaults()
 *     .objective(Objective.labels(Loss.crossEntropy()).plus(Dann.with("target").objective()))
 *     .stream("target", unlabelled)
 * }</pre>
 *
 * <p>Immutable and safe for any number of threads.
 *
 * @param stream the name of the other domain's pictures in the recipe
 * @param discriminator from rows to one logit
 * @param strength of the reversed gradient over the training
 * @param weights the name under which labelled pictures carry a number each that their cross-entropy is multiplied by, as a row of
 *     one; null where all count the same
 * @param node the node whose results are told apart, flattened to N D; null for what the head takes
 */
public record Dann(
        String stream,
        Mlp discriminator,
        Schedule strength,
        @Nullable String weights,
        @Nullable String node) implements NamedTerm {
    /** What the term is reported as. */
    public static final String NAME = "dann";

    static final Mlp DISCRIMINATOR = Mlp.of(256, 256, 1).withNorms();

    public Dann {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(strength, "strength");
        requireOne(discriminator);
    }

    /** Of a discriminator, which has one output. */
    static void requireOne(Mlp discriminator) {
        if (discriminator.outputs() != 1) {
            throw new IllegalArgumentException("A discriminator of domains ends in 1 output, received "
                    + discriminator.widths() + ". Say Mlp.of(256, 256, 1).");
        }
    }

    /** Layers of 256, 256 and 1 on what the head takes, with the paper's schedule. */
    public static Dann with(String stream) {
        return new Dann(stream, DISCRIMINATOR, ReversalSchedule.overTraining(), null, null);
    }

    /** With another discriminator. */
    public Dann discriminator(Mlp layers) {
        return new Dann(stream, layers, strength, weights, node);
    }

    /** With another strength of the reversed gradient as the training goes on, such as {@link ReversalSchedule#inSteps}. */
    public Dann strength(Schedule schedule) {
        return new Dann(stream, discriminator, schedule, weights, node);
    }

    /**
     * With weights of the labelled pictures, which these carry under a name: {@code pictures.with("share", i -> Datum.row(w[i]))}.
     */
    public Dann weights(String name) {
        return new Dann(stream, discriminator, strength, Objects.requireNonNull(name, "name"), node);
    }

    /** On the results of another node than the one whose results the head takes. */
    public Dann on(String node) {
        return new Dann(stream, discriminator, strength, weights, Objects.requireNonNull(node, "node"));
    }

    @Override
    public String name() {
        return NAME;
    }

    /**
     * The scalar, on both batches of a step.
     *
     * @throws IllegalArgumentException if the network has no such node, or the labelled pictures carry no such weights
     */
    @Override
    public Value of(Step step) {
        Value reversal = step.number(NAME + ".strength", strength);
        Value source = told(step, Results.orFeatures(step.network(), node), reversal);
        Value target = told(step, Results.orFeatures(step.network(stream), node), reversal);
        Value labelled = source.negate().softplus();
        labelled = weights == null ? labelled : labelled.times(step.value(weights));
        return labelled.mean().plus(target.softplus().mean()).times(0.5);
    }

    private Value told(Step step, Value rows, Value reversal) {
        return discriminator.of(step, NAME, rows.reverseGradient(reversal));
    }
}
