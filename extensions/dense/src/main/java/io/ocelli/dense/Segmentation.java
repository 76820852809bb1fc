package io.ocelli.dense;

import io.ocelli.graph.Compare;
import io.ocelli.graph.Reduce;
import io.ocelli.graph.Value;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.nio.ByteBuffer;

/**
 * What a network says of every pixel beside what is there, in values: what a {@link MaskLoss} compares. A pixel whose number is
 * none of the classes (-1 where nothing is known, 255 as many data sets have it) counts nothing.
 *
 * @param logits N K H W; of one channel where a thing is there or not
 * @param probabilities their softmax over the classes, or the sigmoid of one channel; 0 where the pixel counts nothing
 * @param targets 1 for the class that is there, else 0; N K H W
 * @param known 1 where the pixel counts, else 0; N 1 H W
 * @param channels K
 */
public record Segmentation(Value logits, Value probabilities, Value targets, Value known, int channels) {
    /** From float32 N K H W, and the number of each pixel's class, int64 N H W; 1 is the thing itself where K is 1. */
    public static Segmentation of(Value logits, Value labels, int channels) {
        Value numbers = labels.unsqueeze(1);
        Value known = numbers.is(Compare.Kind.EQUAL, classes(numbers, 0, Math.max(2, channels)))
                .keeping(Reduce.Kind.SUM, 1);
        Value targets =
                numbers.is(Compare.Kind.EQUAL, channels == 1 ? classes(numbers, 1, 2) : classes(numbers, 0, channels));
        Value shares = channels == 1 ? logits.sigmoid() : logits.softmax(1);
        return new Segmentation(logits, shares.times(known), targets, known, channels);
    }

    /** Class numbers from, up to: int64 K 1 1. */
    private static Value classes(Value beside, int from, int to) {
        Shape shape = Shape.of(to - from, 1, 1);
        ByteBuffer numbers = Tensor.allocate(DType.INT64, shape);
        for (int k = from; k < to; k++) {
            numbers.putLong((k - from) * Long.BYTES, k);
        }
        return beside.constant(Tensor.of(DType.INT64, shape, numbers));
    }
}
