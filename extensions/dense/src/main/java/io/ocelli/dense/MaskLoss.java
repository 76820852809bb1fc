package io.ocelli.dense;

import com.google.common.collect.ImmutableList;
import io.ocelli.graph.Value;

/**
 * What compares masks: a function of values, so that an application's own loss is a lambda and runs on the engine too. The
 * factories give values that compare and print. Each is for one channel, whose sigmoid says whether a thing is there, and for
 * several, whose softmax says which.
 *
 * <pre>{@code
 * MaskLoss.dice().plus(MaskLoss.focal(2))
 * }</pre>
 */
@FunctionalInterface
public interface MaskLoss {
    /** The loss, a scalar; 0 where no pixel of the batch is known. */
    Value of(Segmentation pixels);

    /** The sum of both. */
    default MaskLoss plus(MaskLoss other) {
        return new Sum(this, other);
    }

    /** It counts {@code factor} times. */
    default MaskLoss times(double factor) {
        return new Scaled(this, factor);
    }

    /** One less Dice's coefficient, 2 TP / (2 TP + FP + FN) (Milletari et al. 2016). */
    static RegionLoss dice() {
        return tversky(0.5, 0.5);
    }

    /** One less Jaccard's index, TP / (TP + FP + FN). */
    static RegionLoss jaccard() {
        return tversky(1, 1);
    }

    /**
     * One less Tversky's index, TP / (TP + alpha FP + beta FN) (Salehi et al. 2017).
     *
     * @param alpha what a pixel counts that is wrongly there, at least 0
     * @param beta what a pixel counts that is missed, at least 0; more than alpha where misses are worse
     */
    static RegionLoss tversky(double alpha, double beta) {
        return new RegionLoss(alpha, beta, 0, 1, RegionLoss.Form.MEAN, ImmutableList.of());
    }

    /** Cross-entropy, the mean over the known pixels; binary where there is one channel. */
    static PixelLoss crossEntropy() {
        return focal(0);
    }

    /**
     * Focal loss (Lin et al. 2017), the mean over the known pixels: cross-entropy that counts little where the network is sure
     * already.
     *
     * @param gamma at least 0, where it is cross-entropy; 2 is usual
     */
    static PixelLoss focal(double gamma) {
        return new PixelLoss(gamma, Double.NaN, false);
    }

    /** The Lovasz extension of Jaccard's index (Berman et al. 2018), over the classes that are there. */
    static Lovasz lovasz() {
        return new Lovasz();
    }

    /** Two losses together. */
    record Sum(MaskLoss first, MaskLoss second) implements MaskLoss {
        @Override
        public Value of(Segmentation pixels) {
            return first.of(pixels).plus(second.of(pixels));
        }

        @Override
        public String toString() {
            return first + ".plus(" + second + ")";
        }
    }

    /** A loss that counts more or less. */
    record Scaled(MaskLoss loss, double factor) implements MaskLoss {
        @Override
        public Value of(Segmentation pixels) {
            return loss.of(pixels).times(factor);
        }

        @Override
        public String toString() {
            return loss + ".times(" + factor + ")";
        }
    }
}
