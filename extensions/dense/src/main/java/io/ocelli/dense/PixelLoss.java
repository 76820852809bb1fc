package io.ocelli.dense;

import io.ocelli.graph.Value;

/**
 * Focal loss of pixels (Lin et al. 2017), the mean over those that are known; cross-entropy where gamma is 0. Of several
 * channels it is over the softmax, of one over the sigmoid.
 *
 * @param gamma the focus, at least 0
 * @param alpha what a pixel counts that is of the class, 0 to 1, where the others count 1 - alpha; NaN where all count 1. Not
 *     over a softmax
 * @param oneAgainstRest whether each of several channels is a sigmoid of its own, and the mean goes over them too
 */
public record PixelLoss(double gamma, double alpha, boolean oneAgainstRest) implements MaskLoss {
    /** Where a power's slope may be infinite. */
    private static final double LEAST = 1e-8;

    /**
     * @throws IllegalArgumentException if gamma or alpha is out of its range
     */
    public PixelLoss {
        if (!(gamma >= 0 && gamma < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("gamma is at least 0, received " + gamma);
        }
        if (alpha < 0 || alpha > 1) {
            throw new IllegalArgumentException("alpha is from 0 to 1, received " + alpha);
        }
    }

    /** The same where a pixel of the class counts {@code alpha}, and one that is not {@code 1 - alpha}; 0.25 is usual. */
    public PixelLoss alpha(double alpha) {
        return new PixelLoss(gamma, alpha, oneAgainstRest);
    }

    /** The same with a sigmoid for each class, the mean over the classes. */
    public PixelLoss oneAgainstRest(boolean against) {
        return new PixelLoss(gamma, alpha, against);
    }

    /**
     * The loss.
     *
     * @throws IllegalArgumentException if it is over a softmax and has an alpha
     */
    @Override
    public Value of(Segmentation pixels) {
        boolean sigmoid = pixels.channels() == 1 || oneAgainstRest;
        if (!sigmoid && !Double.isNaN(alpha)) {
            throw new IllegalArgumentException("alpha weighs what is there against what is not, of one channel or"
                    + " oneAgainstRest, received " + alpha + " for a softmax of " + pixels.channels() + " classes");
        }
        Value known = pixels.known().sum().times(sigmoid ? pixels.channels() : 1);
        Value sum = (sigmoid ? sigmoid(pixels) : softmax(pixels))
                .times(pixels.known())
                .sum();
        return sum.negate().dividedBy(known.maximum(known.constant(1)));
    }

    private Value softmax(Segmentation pixels) {
        Value log = pixels.logits().logSoftmax(1);
        return focused(log, log.exp()).times(pixels.targets());
    }

    private Value sigmoid(Segmentation pixels) {
        Value there = pixels.targets();
        Value absent = there.negate().plus(1);
        Value log = there.times(pixels.logits().logSigmoid())
                .plus(absent.times(pixels.logits().negate().logSigmoid()));
        Value focused = focused(log, log.exp());
        return Double.isNaN(alpha) ? focused : focused.times(there.times(alpha).plus(absent.times(1 - alpha)));
    }

    /** log p (1 - p)^gamma. */
    private Value focused(Value log, Value probability) {
        return gamma == 0
                ? log
                : log.times(probability.negate().plus(1).clamp(LEAST, 1).pow(gamma));
    }

    @Override
    public String toString() {
        return "MaskLoss.focal(" + gamma + ")" + (Double.isNaN(alpha) ? "" : ".alpha(" + alpha + ")")
                + (oneAgainstRest ? ".oneAgainstRest(true)" : "");
    }
}
