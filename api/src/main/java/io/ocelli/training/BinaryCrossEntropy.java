package io.ocelli.training;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Floats;
import io.ocelli.graph.Value;
import io.ocelli.image.Parameters;
import java.util.List;

/**
 * Binary cross-entropy as PyTorch's {@code binary_cross_entropy_with_logits}: the mean over samples and classes of
 *
 * <pre>{@code
 * - (w[c] t log sigmoid(x) + (1 - t) log sigmoid(-x))
 * }</pre>
 *
 * <p>A sample whose targets are all 0 is one of none of the classes, and counts as any other.
 *
 * @param positiveWeights what a class counts where it is there, K of them; empty where all count 1
 */
public record BinaryCrossEntropy(List<Float> positiveWeights) implements Loss {
    public BinaryCrossEntropy {
        positiveWeights = ClassNumbers.check("positiveWeights", positiveWeights);
    }

    /**
     * The same with classes that count more or less where they are there, for instance how many pictures lack each over how
     * many have it.
     *
     * @param weights one for each class, in order, at least 0
     */
    public BinaryCrossEntropy positiveWeights(float... weights) {
        return new BinaryCrossEntropy(ImmutableList.copyOf(Floats.asList(weights)));
    }

    @Override
    public Value of(Value logits, Value targets) {
        return each(logits, targets, positiveWeights).mean();
    }

    /** The loss of each sample and class. */
    static Value each(Value logits, Value targets, List<Float> positiveWeights) {
        Value positive = ClassNumbers.times(targets.times(logits.logSigmoid()), positiveWeights);
        Value negative = targets.negate().plus(1).times(logits.negate().logSigmoid());
        return positive.plus(negative).negate();
    }

    @Override
    public void check(int classes) {
        ClassNumbers.fit("positiveWeights", positiveWeights, classes);
    }

    @Override
    public String name() {
        return "binary";
    }

    @Override
    public Parameters parameters() {
        return positiveWeights.isEmpty()
                ? Parameters.none()
                : Parameters.none().with("positiveWeights", positiveWeights);
    }

    @Override
    public String toString() {
        return "Loss.binary()" + ClassNumbers.call("positiveWeights", positiveWeights);
    }
}
