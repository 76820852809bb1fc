package io.ocelli.training;

import io.ocelli.graph.Graph;
import io.ocelli.graph.LogSoftmax;
import io.ocelli.graph.Multiply;
import io.ocelli.graph.Reduce;
import io.ocelli.graph.Scale;

/**
 * What training makes small: a function of logits and targets, written in a graph's operations, so that an application's own
 * loss runs on the engine too.
 */
public interface Loss {
    /**
     * Adds the loss to a graph.
     *
     * @param graph has the network's nodes
     * @param logits the node of the logits, N K
     * @param targets the node of the targets: the probability of each class, N K; one for the true class where labels are
     *     plain
     * @param classes K
     * @return the node of the loss, a scalar: the mean over the batch
     */
    String add(Graph.Builder graph, String logits, String targets, int classes);

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
        public String add(Graph.Builder graph, String logits, String targets, int classes) {
            String smooth = labelSmoothing == 0
                    ? targets
                    : graph.add("loss.smooth", new Scale(1 - labelSmoothing, labelSmoothing / classes), targets);
            String logProbabilities = graph.add("loss.log_softmax", new LogSoftmax(1), logits);
            String products = graph.add("loss.products", new Multiply(), smooth, logProbabilities);
            String samples = graph.add("loss.samples", new Scale(-1, 0), graph.add("loss.sum", Reduce.of(Reduce.Kind.SUM, 1), products));
            return graph.add("loss", Reduce.of(Reduce.Kind.MEAN), samples);
        }
    }
}
