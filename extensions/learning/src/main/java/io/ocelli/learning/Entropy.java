package io.ocelli.learning;

import io.ocelli.graph.Reduce;
import io.ocelli.graph.Value;
import io.ocelli.training.NamedTerm;
import io.ocelli.training.Step;
import java.util.Objects;

/**
 * Entropy minimisation (Grandvalet and Bengio 2005): the network is to be sure of pictures without labels. The term is the mean
 * over a stream's batch of -sum p log p in nats. Alone it is smallest where all pictures are of one class; {@link #diverse} takes
 * the entropy of the mean prediction off, so that all classes are to be seen (Liang et al. 2020, information maximisation).
 *
 * <p>Immutable and safe for any number of threads.
 *
 * @param stream the name of the pictures in the recipe
 * @param diverse whether the entropy of the batch's mean prediction is taken off
 * @param eps what is added under the logarithm, 0 or more: 1e-5 in the Transfer Learning Library
 */
public record Entropy(String stream, boolean diverse, double eps) implements NamedTerm {
    /** What the term is reported as. */
    public static final String NAME = "entropy";

    public Entropy {
        Objects.requireNonNull(stream, "stream");
        if (!(eps >= 0) || Double.isInfinite(eps)) {
            throw new IllegalArgumentException("What is added under a logarithm is 0 or more, received " + eps);
        }
    }

    /** Of a stream's pictures. */
    public static Entropy of(String stream) {
        return new Entropy(stream, false, 0);
    }

    /** Less the entropy of the mean prediction. */
    public Entropy andDiversity() {
        return new Entropy(stream, true, eps);
    }

    /** With something added under the logarithm. */
    public Entropy eps(double eps) {
        return new Entropy(stream, diverse, eps);
    }

    @Override
    public String name() {
        return NAME;
    }

    /** The scalar, on a stream's batch. */
    @Override
    public Value of(Step step) {
        Value logits = step.network(stream).logits();
        Value probabilities = logits.softmax(1);
        // Of a probability that is rounded to 0 the logarithm is not finite, unless it is taken of the logits.
        Value each = eps == 0 ? probabilities.times(logits.logSoftmax(1)).sum(1).negate() : of(probabilities, eps);
        Value mean = each.mean();
        return diverse
                ? mean.minus(of(probabilities.keeping(Reduce.Kind.MEAN, 0), eps).sum())
                : mean;
    }

    /** The entropy of each row of probabilities, N, with {@code eps} under the logarithm. */
    static Value of(Value probabilities, double eps) {
        Value under = eps == 0 ? probabilities.clamp(Float.MIN_NORMAL, 1) : probabilities.plus(eps);
        return probabilities.times(under.log()).sum(1).negate();
    }
}
