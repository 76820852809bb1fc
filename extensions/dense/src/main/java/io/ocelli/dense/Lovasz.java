package io.ocelli.dense;

import io.ocelli.graph.Compare;
import io.ocelli.graph.Value;

/**
 * The Lovasz extension of Jaccard's index (Berman et al. 2018), of the errors |t - p|: the mean over the classes that are there.
 * Errors count by what the index loses when they are made in falling order; the order is found by comparing each pixel with each,
 * so it is for batches of small masks: memory goes with the square of N H W, times K.
 */
public record Lovasz() implements MaskLoss {
    /** Below any number of pixels but none. */
    private static final double EPS = 1e-7;

    @Override
    public Value of(Segmentation pixels) {
        // K P, so that a class is a row
        Value there = rows(pixels.targets(), pixels);
        Value errors = rows(pixels.targets().minus(pixels.probabilities()).abs(), pixels);
        Value fixed = errors.stopGradient();
        Value larger = fixed.unsqueeze(1).is(Compare.Kind.GREATER, fixed.unsqueeze(2));
        Value asLarge = fixed.unsqueeze(1).is(Compare.Kind.GREATER_OR_EQUAL, fixed.unsqueeze(2));
        Value lost = overlap(larger, there).minus(overlap(asLarge, there));
        Value alike = asLarge.sum(2).minus(larger.sum(2)); // equal errors share what is lost by them all
        Value sum = errors.times(lost.dividedBy(alike).stopGradient()).sum(1);
        Value present = there.sum(1).clamp(0, 1);
        Value number = present.sum();
        return sum.times(present).sum().dividedBy(number.maximum(number.constant(1)));
    }

    /**
     * Jaccard's index once the errors of some pixels were made.
     *
     * @param made by whom, for each pixel: K P P
     * @param there K P
     */
    private static Value overlap(Value made, Value there) {
        Value missed = made.times(there.unsqueeze(1)).sum(2);
        Value wrong = made.sum(2).minus(missed);
        Value all = there.sum(1).unsqueeze(1);
        return all.minus(missed).dividedBy(all.plus(wrong).maximum(all.constant(EPS)));
    }

    private static Value rows(Value maps, Segmentation pixels) {
        return maps.permute(0, 2, 3, 1).reshape(-1, pixels.channels()).transpose();
    }

    @Override
    public String toString() {
        return "MaskLoss.lovasz()";
    }
}
