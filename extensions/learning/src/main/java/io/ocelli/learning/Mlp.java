package io.ocelli.learning;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Ints;
import io.ocelli.graph.Reduce;
import io.ocelli.graph.Value;
import io.ocelli.image.Randomness;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.training.Step;
import io.ocelli.weights.Weights;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Linear layers with rectifiers between them, which an objective brings: a discriminator of domains, a predictor of another view.
 * They learn with the network and are no part of what is saved. They begin uniform within 1 / sqrt(inputs), as PyTorch's, by a
 * seed.
 *
 * <p>Immutable and safe for any number of threads.
 *
 * @param widths the outputs of each layer in turn, at least one layer
 * @param norms whether each but the last is normalised over its batch before its rectifier, with a scale and an offset
 * @param seed of what they begin with
 * @param start what they begin with in the place of that: {@code 0.weight} [out, in], {@code 0.bias} [out], {@code 1.weight}...;
 *     empty for a draw
 */
public record Mlp(List<Integer> widths, boolean norms, long seed, Weights start) {
    private static final double EPS = 1e-5;

    public Mlp {
        widths = ImmutableList.copyOf(widths);
        Objects.requireNonNull(start, "start");
        boolean positive = !widths.isEmpty();
        for (int width : widths) {
            positive &= width > 0;
        }
        if (!positive) {
            throw new IllegalArgumentException(
                    "Layers have 1 output or more each, and there is one, received " + widths);
        }
    }

    /** With so many outputs of each layer. */
    public static Mlp of(int... widths) {
        return new Mlp(Ints.asList(widths), false, 0, Weights.empty());
    }

    /** With a normalisation over the batch before each rectifier. */
    public Mlp withNorms() {
        return new Mlp(widths, true, seed, start);
    }

    /** Beginning with what another seed draws. */
    public Mlp seed(long seed) {
        return new Mlp(widths, norms, seed, start);
    }

    /** Beginning with these numbers, which are called as {@link #start} is. */
    public Mlp start(Weights numbers) {
        return new Mlp(widths, norms, seed, numbers);
    }

    /** The number of outputs. */
    public int outputs() {
        return widths.get(widths.size() - 1);
    }

    /**
     * What they make of rows, in a step.
     *
     * @param name what their weights are called in it; those of one name are the same
     * @param rows N D
     * @return N and the last width
     * @throws IllegalArgumentException if the start has a tensor of another shape than that of a layer
     */
    public Value of(Step step, String name, Value rows) {
        Value value = rows;
        int in = step.shape(rows).at(1);
        for (int i = 0; i < widths.size(); i++) {
            int out = widths.get(i);
            Value weight = step.weight(name + "." + i + ".weight", begin(i + ".weight", in, Shape.of(out, in)));
            Value bias = step.weight(name + "." + i + ".bias", begin(i + ".bias", in, Shape.of(out)));
            value = value.matmul(weight.transpose()).plus(bias);
            if (i < widths.size() - 1) {
                value = (norms ? normalized(step, name + "." + i + ".norm", value, out) : value).relu();
            }
            in = out;
        }
        return value;
    }

    private static Value normalized(Step step, String name, Value rows, int width) {
        Value scale = step.weight(name + ".weight", Tensor.of(Shape.of(width), filled(width)));
        Value offset = step.weight(name + ".bias", Tensor.of(Shape.of(width), new float[width]));
        return standardized(rows, EPS).times(scale).plus(offset);
    }

    private static float[] filled(int width) {
        float[] ones = new float[width];
        Arrays.fill(ones, 1);
        return ones;
    }

    /** Columns of mean 0 and variance 1 over the batch, a variance being that of the rows and not an estimate. */
    static Value standardized(Value rows, double eps) {
        Value centred = rows.minus(rows.keeping(Reduce.Kind.MEAN, 0));
        Value variance = centred.squared().keeping(Reduce.Kind.MEAN, 0);
        return centred.dividedBy(variance.plus(eps).sqrt());
    }

    private Tensor begin(String entry, int in, Shape shape) {
        @Nullable Tensor given = start.find(entry);
        if (given != null) {
            if (!given.shape().equals(shape)) {
                throw new IllegalArgumentException("Layers of " + widths + " on " + in + " inputs begin with '" + entry
                        + "' " + shape + ", received " + given);
            }
            return given;
        }
        double bound = 1 / Math.sqrt(in);
        Randomness randomness = Randomness.of(seed).split(entry);
        float[] values = new float[Math.toIntExact(shape.count())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) randomness.nextDouble(-bound, bound);
        }
        return Tensor.of(shape, values);
    }
}
