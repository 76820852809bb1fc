package io.ocelli.training;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Floats;
import io.ocelli.graph.Activation;
import io.ocelli.graph.Reduce;
import io.ocelli.graph.Value;
import io.ocelli.image.Parameters;
import java.util.List;

/**
 * Cross-entropy as PyTorch's {@code cross_entropy}: for targets t, weights w, and q = (1 - e) t + e / K,
 *
 * <pre>{@code
 * - sum over n and c of w[c] q[n, c] log softmax(x)[n, c], divided by the sum over n and c of w[c] t[n, c]
 * }</pre>
 *
 * <p>which is the mean over the samples, each weighted by its class. A sample whose targets are all 0 has no class and counts
 * nothing, above or below the line (PyTorch's {@code ignore_index}); where no sample counts, the loss is 0. Soft targets are
 * weighted likewise, where PyTorch divides by N whatever their weights are. Each batch is divided by its own sum, so that what is
 * accumulated is the large batch's where their sums are equal.
 *
 * @param labelSmoothing e, the share of each target that is spread evenly over all classes (Szegedy et al. 2016), 0 to 1
 * @param weights what each class counts, K of them; empty where all count 1
 */
public record CrossEntropy(double labelSmoothing, List<Float> weights) implements Loss {
    /** Below any sum of targets but that of none. */
    static final double LEAST = 1e-12;

    public CrossEntropy {
        if (!(labelSmoothing >= 0 && labelSmoothing <= 1)) {
            throw new IllegalArgumentException("labelSmoothing is from 0 to 1, received " + labelSmoothing);
        }
        weights = ClassNumbers.check("weights", weights);
    }

    /** The same with {@code share} of each target spread over all classes. */
    public CrossEntropy labelSmoothing(double share) {
        return new CrossEntropy(share, weights);
    }

    /**
     * The same with classes that count more or less, for instance the inverse of how often each is.
     *
     * @param weights one for each class, in order, at least 0
     */
    public CrossEntropy weights(float... weights) {
        return new CrossEntropy(labelSmoothing, ImmutableList.copyOf(Floats.asList(weights)));
    }

    @Override
    public Value of(Value logits, Value targets) {
        Value smooth = targets;
        if (labelSmoothing > 0) {
            Value share = targets.count(1).apply(Activation.Function.RECIPROCAL).times(labelSmoothing);
            Value there = targets.keeping(Reduce.Kind.SUM, 1);
            smooth = targets.times(1 - labelSmoothing).plus(there.times(share));
        }
        Value counted = ClassNumbers.times(targets, weights).sum();
        return ClassNumbers.times(logits.logSoftmax(1).times(smooth), weights)
                .sum()
                .negate()
                .dividedBy(counted.maximum(counted.constant(LEAST)));
    }

    @Override
    public void check(int classes) {
        ClassNumbers.fit("weights", weights, classes);
    }

    @Override
    public String name() {
        return "crossEntropy";
    }

    @Override
    public Parameters parameters() {
        Parameters smoothed = Parameters.none().with("labelSmoothing", labelSmoothing);
        return weights.isEmpty() ? smoothed : smoothed.with("weights", weights);
    }

    @Override
    public String toString() {
        return "Loss.crossEntropy()" + (labelSmoothing == 0 ? "" : ".labelSmoothing(" + labelSmoothing + ")")
                + ClassNumbers.call("weights", weights);
    }
}
