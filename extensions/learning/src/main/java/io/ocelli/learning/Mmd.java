package io.ocelli.learning;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Doubles;
import io.ocelli.graph.Slice;
import io.ocelli.graph.Value;
import io.ocelli.training.NamedTerm;
import io.ocelli.training.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The maximum mean discrepancy with several kernels (Long et al. 2015, deep adaptation networks): pictures of another domain,
 * without labels, are to be distributed as the labelled ones are, whatever a sum of Gaussian kernels can tell apart. Each kernel is
 * exp(-d^2 / (2 s^2)) of two rows' distance d; s^2 is a multiple of the mean of all squared distances of both batches' rows, which
 * counts as a constant, or fixed.
 *
 * <p>The unbiased estimate of the squared discrepancy: the means of the kernel over pairs within each domain, less twice that over
 * pairs across; and 1 / (N - 1) for each domain's N rows, which keeps it above 0, as the authors' code has it.
 *
 * <pre>{@code
 * Training.defaults()
 *     .objective(Objective.labels(Loss.crossEntropy()).plus(Mmd.with("target").objective()))
 *     .stream("target", unlabelled)
 * }</pre>
 *
 * <p>Immutable and safe for any number of threads.
 *
 * @param stream the name of the other domain's pictures in the recipe; at least two of them and of the labelled ones make a batch
 * @param widths of the kernels, each above 0
 * @param fixed whether a width is s itself, and not the multiple of the mean squared distance that s^2 is
 * @param linear whether only neighbours in the batch are compared, each with the next and the last with the first, in linear time
 *     in the paper's way: noisier, and both batches have to have as many pictures
 * @param node the node whose results are compared, flattened to N D; null for what the head takes
 */
public record Mmd(
        String stream,
        List<Double> widths,
        boolean fixed,
        boolean linear,
        @Nullable String node) implements NamedTerm {
    /** What the term is reported as. */
    public static final String NAME = "mmd";

    /** Those of the authors' example. */
    private static final ImmutableList<Double> WIDTHS = ImmutableList.of(0.125, 0.25, 0.5, 1.0, 2.0);

    public Mmd {
        Objects.requireNonNull(stream, "stream");
        widths = ImmutableList.copyOf(widths);
        boolean positive = !widths.isEmpty();
        for (double width : widths) {
            positive &= width > 0 && !Double.isInfinite(width);
        }
        if (!positive) {
            throw new IllegalArgumentException(
                    "A discrepancy has kernels whose widths are above 0 and finite, received " + widths);
        }
    }

    /** What the head takes of the labelled pictures and of a stream's, under five kernels of 1/8 to 2 mean squared distances. */
    public static Mmd with(String stream) {
        return new Mmd(stream, WIDTHS, false, false, null);
    }

    /** With kernels whose s^2 are these multiples of the mean squared distance. */
    public Mmd multiples(double... widths) {
        return new Mmd(stream, Doubles.asList(widths), false, linear, node);
    }

    /** With kernels of these s. */
    public Mmd sigmas(double... widths) {
        return new Mmd(stream, Doubles.asList(widths), true, linear, node);
    }

    /**
     * Comparing neighbours only. A batch may have any number of pictures, odd or even, that both domains' batches have: where an
     * epoch's last batch is shorter it is left out, and a batch size above the pictures of a domain is refused.
     */
    public Mmd inLinearTime() {
        return new Mmd(stream, widths, fixed, true, node);
    }

    /** On the results of another node than the one whose results the head takes. */
    public Mmd on(String node) {
        return new Mmd(stream, widths, fixed, linear, Objects.requireNonNull(node, "node"));
    }

    @Override
    public String name() {
        return NAME;
    }

    /**
     * The scalar, on both batches of a step.
     *
     * @throws IllegalArgumentException if the network has no such node
     */
    @Override
    public Value of(Step step) {
        if (linear) {
            step.wholeBatches();
        }
        return between(Results.orFeatures(step.network(), node), Results.orFeatures(step.network(stream), node));
    }

    /**
     * The discrepancy of rows of two domains.
     *
     * @param s N D
     * @param t M D; N is M where neighbours alone are compared
     * @return a scalar
     */
    public Value between(Value s, Value t) {
        Value within = squares(s, s);
        Value across = squares(s, t);
        Value other = squares(t, t);
        Value rows = s.count(0).plus(t.count(0));
        Value mean = within.sum()
                .plus(other.sum())
                .plus(across.sum().times(2))
                .dividedBy(rows.squared())
                .stopGradient();
        List<Value> parts = new ArrayList<>();
        for (double width : widths) {
            Value twice = fixed ? mean.constant(2 * width * width) : mean.times(2 * width);
            parts.add(
                    linear
                            ? neighbours(kernel(within, twice), kernel(other, twice), kernel(across, twice))
                            : all(kernel(within, twice), kernel(other, twice), kernel(across, twice)));
        }
        Value sum = oneLess(s).reciprocal().plus(oneLess(t).reciprocal());
        for (Value part : parts) {
            sum = sum.plus(part);
        }
        return sum;
    }

    private static Value kernel(Value squares, Value twice) {
        return squares.dividedBy(twice).negate().exp();
    }

    /** N M, the squared distances of all rows of one to all of the other. */
    private static Value squares(Value one, Value other) {
        return one.unsqueeze(1).minus(other.unsqueeze(0)).squared().sum(2);
    }

    /** N - 1, and 1 of one row, which has no other to be compared with. */
    private static Value oneLess(Value rows) {
        return rows.count(0).minus(1).clamp(1, Float.MAX_VALUE);
    }

    private static Value all(Value within, Value other, Value across) {
        return pairs(within).plus(pairs(other)).minus(across.mean().times(2));
    }

    /** The mean over all pairs of two different rows. */
    private static Value pairs(Value kernel) {
        Value different = kernel.eye(0).negate().plus(1);
        return kernel.times(different).sum().dividedBy(kernel.count(0).times(oneLess(kernel)));
    }

    /** The mean over each row and the next, behind the last of which comes the first. */
    private static Value neighbours(Value within, Value other, Value across) {
        Value rows = within.eye(0);
        Value next = rows.concat(0, rows.slice(0, 0, 1)).slice(0, 1, Slice.TO_END);
        Value each = within.plus(other).minus(across).minus(across.transpose());
        return each.times(next).sum().dividedBy(within.count(0));
    }
}
