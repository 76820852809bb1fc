package io.ocelli.heads;

import com.google.common.collect.Lists;
import io.ocelli.graph.Value;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.util.List;

/** From a map of features, N C H W, to a vector for each picture. */
public final class Pooling {
    /** Below which what is raised to a power counts as this (Radenovic et al.). */
    private static final double LEAST = 1e-6;

    /** Added under a signed root, whose slope at 0 is infinite. */
    private static final double UNDER_ROOT = 1e-10;

    private Pooling() {}

    /** The mean over the pixels, N C. */
    public static Value average(Value map) {
        return map.mean(2, 3);
    }

    /** The largest of the pixels, N C. */
    public static Value maximum(Value map) {
        return map.max(2, 3);
    }

    /** The mean and behind it the largest, N 2C. */
    public static Value averageAndMaximum(Value map) {
        return average(map).concat(1, maximum(map));
    }

    /**
     * Generalised mean, GeM (Radenovic, Tolias and Chum 2018): (mean of max(x, 1e-6)^p)^(1/p), N C. It is the mean where p is 1
     * and comes near the largest as p grows; 3 is usual, and p may be learnt.
     *
     * @param p of one number, or of one for each channel, above 0
     */
    public static Value gem(Value map, Value p) {
        Value power = p.unsqueeze(1).unsqueeze(2);
        return map.maximum(map.constant(LEAST)).pow(power).mean(2, 3).pow(p.reciprocal());
    }

    /**
     * Bilinear pooling (Lin, RoyChowdhury and Maji 2015): how much each two channels are there together, X X^T / (H W) row by
     * row, its signed root, and that divided by its length: N C^2.
     */
    public static Value bilinear(Value map) {
        Value rows = rows(map);
        return normalized(pairs(rows).dividedBy(rows.count(2)).flatten());
    }

    /**
     * Compact bilinear pooling by tensor sketch (Gao et al. 2016): pairs of channels are added up, with signs, in {@code size}
     * places; then as {@link #bilinear}, without the division by H W, which the length takes up. N size.
     *
     * @param size of the result
     * @param places two for each channel: the first sketch's and the second's, each from 0 to below {@code size}
     * @param signs likewise, 1 or -1
     * @throws IllegalArgumentException if there are not two of each for as many channels, or a place is none
     */
    public static Value compactBilinear(Value map, int size, List<int[]> places, List<int[]> signs) {
        int channels = places.isEmpty() ? 0 : places.get(0).length;
        if (channels == 0 || !sketches(places, channels) || !sketches(signs, channels)) {
            throw new IllegalArgumentException("A sketch has two places and two signs for each channel, received "
                    + lengths(places) + " places and " + lengths(signs) + " signs");
        }
        float[] sketch = new float[channels * channels * size];
        for (int i = 0; i < channels; i++) {
            for (int j = 0; j < channels; j++) {
                int first = place(places.get(0)[i], size);
                int second = place(places.get(1)[j], size);
                // A circular convolution of two sketches adds their places up.
                int at = (i * channels + j) * size + (first + second) % size;
                sketch[at] += signs.get(0)[i] * signs.get(1)[j];
            }
        }
        Value flat = pairs(rows(map)).flatten();
        return normalized(flat.matmul(map.constant(Tensor.of(Shape.of(channels * channels, size), sketch))));
    }

    private static boolean sketches(List<int[]> numbers, int channels) {
        return numbers.size() == 2 && numbers.get(0).length == channels && numbers.get(1).length == channels;
    }

    private static List<Integer> lengths(List<int[]> numbers) {
        return Lists.transform(numbers, each -> each.length);
    }

    private static int place(int place, int size) {
        if (place < 0 || place >= size) {
            throw new IllegalArgumentException(
                    "A sketch's places are from 0 to below its size, " + size + ", received " + place);
        }
        return place;
    }

    /** N C HW. */
    private static Value rows(Value map) {
        return map.reshape(0, 0, -1);
    }

    private static Value pairs(Value rows) {
        return rows.matmul(rows.permute(0, 2, 1));
    }

    private static Value normalized(Value flat) {
        return flat.sign().times(flat.abs().plus(UNDER_ROOT).sqrt()).l2Normalize();
    }
}
