package io.ocelli.training;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Floats;
import io.ocelli.graph.Value;
import io.ocelli.image.Parameters;
import java.util.List;

/**
 * Focal loss over the softmax (Lin et al. 2017): for probabilities p and targets t,
 *
 * <pre>{@code
 * - sum over n and c of alpha[c] t[n, c] (1 - p[n, c])^gamma log p[n, c], divided by the sum of t
 * }</pre>
 *
 * <p>which is the mean over the samples, whatever their alpha. A sample whose targets are all 0 counts nothing; where no sample
 * counts, the loss is 0.
 *
 * @param gamma the focus, at least 0
 * @param alpha what each class counts, K of them; empty where all count 1
 */
public record Focal(double gamma, List<Float> alpha) implements Loss {
    public Focal {
        Focusing.check("gamma", gamma);
        alpha = ClassNumbers.check("alpha", alpha);
    }

    /**
     * The same with classes that count more or less.
     *
     * @param alpha one for each class, in order, at least 0
     */
    public Focal alpha(float... alpha) {
        return new Focal(gamma, ImmutableList.copyOf(Floats.asList(alpha)));
    }

    @Override
    public Value of(Value logits, Value targets) {
        Value log = logits.logSoftmax(1);
        Value focused = log.times(Focusing.factor(log.exp(), gamma));
        Value counted = targets.sum();
        return ClassNumbers.times(focused.times(targets), alpha)
                .sum()
                .negate()
                .dividedBy(counted.maximum(counted.constant(CrossEntropy.LEAST)));
    }

    @Override
    public void check(int classes) {
        ClassNumbers.fit("alpha", alpha, classes);
    }

    @Override
    public String name() {
        return "focal";
    }

    @Override
    public Parameters parameters() {
        Parameters focus = Parameters.none().with("gamma", gamma);
        return alpha.isEmpty() ? focus : focus.with("alpha", alpha);
    }

    @Override
    public String toString() {
        return "Loss.focal(" + gamma + ")" + ClassNumbers.call("alpha", alpha);
    }
}
