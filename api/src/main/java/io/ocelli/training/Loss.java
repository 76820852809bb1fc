package io.ocelli.training;

import io.ocelli.graph.Activation;
import io.ocelli.graph.Value;

/**
 * What compares logits with targets: a function of values, so that an application's own loss is a lambda and runs on the engine
 * too.
 */
@FunctionalInterface
public interface Loss {
    /**
     * The loss.
     *
     * @param logits N K
     * @param targets the probability of each class, N K; one for the true class where labels are plain
     * @return a scalar: the mean over the batch
     */
    Value of(Value logits, Value targets);

    /** The cross-entropy between the targets and the softmax of the logits. */
    static CrossEntropy crossEntropy() {
        return new CrossEntropy(0);
    }

    /**
     * Cross-entropy as PyTorch's {@code cross_entropy} with probabilities as targets.
     *
     * @param labelSmoothing the share of each target that is spread evenly over all classes (Szegedy et al. 2016), 0 to 1
     */
    record CrossEntropy(double labelSmoothing) implements Loss {
        public CrossEntropy {
            if (!(labelSmoothing >= 0 && labelSmoothing <= 1)) {
                throw new IllegalArgumentException("labelSmoothing is from 0 to 1, received " + labelSmoothing);
            }
        }

        /** The same with {@code share} of each target spread over all classes. */
        public CrossEntropy labelSmoothing(double share) {
            return new CrossEntropy(share);
        }

        @Override
        public String toString() {
            return "Loss.crossEntropy()" + (labelSmoothing == 0 ? "" : ".labelSmoothing(" + labelSmoothing + ")");
        }

        @Override
        public Value of(Value logits, Value targets) {
            Value smooth = labelSmoothing == 0
                    ? targets
                    : targets.times(1 - labelSmoothing)
                            .plus(targets.count(1)
                                    .apply(Activation.Function.RECIPROCAL)
                                    .times(labelSmoothing));
            return logits.logSoftmax(1).times(smooth).sum(1).negate().mean();
        }
    }
}
