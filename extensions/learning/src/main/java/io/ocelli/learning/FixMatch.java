package io.ocelli.learning;

import io.ocelli.graph.Compare;
import io.ocelli.graph.Reduce;
import io.ocelli.graph.Value;
import io.ocelli.training.NamedTerm;
import io.ocelli.training.Step;
import java.util.Objects;

/**
 * FixMatch (Sohn et al. 2020): of pictures without labels, what the network says of a weakly augmented view, where it is sure of
 * it, is the label of a strongly augmented view. The term is the mean over all of a batch's pictures of the cross-entropy of the
 * strong view against the likeliest class of the weak one, 0 where this is below the threshold.
 *
 * <pre>{@code
 * Training.defaults()
 *     .objective(Objective.labels(Loss.crossEntropy()).plus(FixMatch.of("unlabelled").objective()))
 *     .stream("unlabelled", pictures)                                     // the weak view: the recipe's augmentation
 *     .view("unlabelled.strong", Pipeline.of(crop, flip, RandAugment.of(2, 10)))
 * }</pre>
 *
 * <p>Immutable and safe for any number of threads.
 *
 * @param stream the name of the pictures without labels in the recipe
 * @param view the strong view's name behind the stream's
 * @param threshold the probability from which a class is a label, from 0 to 1
 */
public record FixMatch(String stream, String view, double threshold) implements NamedTerm {
    /** What the term is reported as. */
    public static final String NAME = "fixmatch";

    /**
     * @throws IllegalArgumentException if the threshold is not from 0 to 1
     */
    public FixMatch {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(view, "view");
        if (!(threshold >= 0 && threshold <= 1)) {
            throw new IllegalArgumentException("A threshold of a probability is from 0 to 1, received " + threshold);
        }
    }

    /** Of a stream and its view {@code strong}, from a probability of 0.95 on. */
    public static FixMatch of(String stream) {
        return new FixMatch(stream, "strong", 0.95);
    }

    /** From another probability on. */
    public FixMatch threshold(double probability) {
        return new FixMatch(stream, view, probability);
    }

    /** With another view of the stream as the strong one. */
    public FixMatch view(String name) {
        return new FixMatch(stream, name, threshold);
    }

    @Override
    public String name() {
        return NAME;
    }

    /**
     * The scalar, on both views of a stream's batch.
     *
     * @throws IllegalArgumentException if the recipe has no such stream, or no such view of it
     */
    @Override
    public Value of(Step step) {
        return between(
                step.network(stream).logits(), step.network(stream + "." + view).logits());
    }

    /**
     * The scalar of two views' logits. Where classes are equally likely they share the label.
     *
     * @param weak N K, which counts as a constant
     * @param strong N K
     */
    public Value between(Value weak, Value strong) {
        Value probabilities = weak.stopGradient().softmax(1);
        Value largest = probabilities.keeping(Reduce.Kind.MAX, 1);
        Value one = probabilities.constant(1);
        Value none = probabilities.constant(0);
        Value label = probabilities.is(Compare.Kind.GREATER_OR_EQUAL, largest).where(one, none);
        label = label.dividedBy(label.keeping(Reduce.Kind.SUM, 1));
        Value sure = largest.is(Compare.Kind.GREATER_OR_EQUAL, threshold).where(one, none);
        Value each = strong.logSoftmax(1).times(label.times(sure).stopGradient());
        return each.sum(1).mean().negate();
    }
}
