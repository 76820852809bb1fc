package io.ocelli.graph;

import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * How an entry of a state dict starts: a distribution and its bound or spread.
 *
 * @param distribution the kind
 * @param scale the value of a constant, the bound of a uniform, the standard deviation of a normal distribution, or the side of
 *     a window
 */
public record Initialization(Distribution distribution, double scale) {

    /** The kind of a starting value. */
    public enum Distribution {
        CONSTANT,
        /** Uniform between plus and minus the bound. */
        UNIFORM,
        NORMAL,
        /** Normal, drawn again while beyond -2 or 2, whatever the standard deviation: what PyTorch's trunc_normal_ does unasked. */
        TRUNCATED_NORMAL,
        /** Row numbers into a table of relative positions in a square window (Liu et al. 2021); the scale is its side. */
        RELATIVE_POSITION_INDEX,
        /**
         * Relative positions in a square window, log-spaced, 1 x (2 s - 1) x (2 s - 1) x 2 (Liu et al. 2022); the scale is its
         * side s.
         */
        RELATIVE_COORDINATES
    }

    public static final Initialization ZEROS = constant(0);
    public static final Initialization ONES = constant(1);

    public static Initialization constant(double value) {
        return new Initialization(Distribution.CONSTANT, value);
    }

    public static Initialization uniform(double bound) {
        return new Initialization(Distribution.UNIFORM, bound);
    }

    public static Initialization normal(double standardDeviation) {
        return new Initialization(Distribution.NORMAL, standardDeviation);
    }

    /** Normal, without what lies beyond -2 or 2: those are bounds of the values and no multiples of the standard deviation. */
    public static Initialization truncatedNormal(double standardDeviation) {
        return new Initialization(Distribution.TRUNCATED_NORMAL, standardDeviation);
    }

    /** PyTorch's default for convolutions and linear layers: uniform within 1 / sqrt(fan in), of weight and bias alike. */
    public static Initialization fanIn(double fanIn) {
        return uniform(1 / Math.sqrt(Math.max(1, fanIn)));
    }

    /**
     * Normal with variance 2 / fan, which keeps the spread of what passes rectifiers (He et al. 2015).
     *
     * @param fan the number of inputs of a sum, to keep the spread of activations, or of sums that an input enters, to keep
     *     that of gradients
     */
    public static Initialization kaimingNormal(double fan) {
        return normal(Math.sqrt(2 / fan));
    }

    /** Uniform with the variance of {@link #kaimingNormal}: within sqrt(6 / fan) (He et al. 2015). */
    public static Initialization kaimingUniform(double fan) {
        return uniform(Math.sqrt(6 / fan));
    }

    /** Uniform with variance 2 / (fan in + fan out), a mean of what both directions want (Glorot and Bengio 2010). */
    public static Initialization xavierUniform(double fanIn, double fanOut) {
        return uniform(Math.sqrt(6 / (fanIn + fanOut)));
    }

    /** The value of this beginning where it is one alone: a constant or a table of positions; null where it is drawn. */
    public @Nullable Tensor fixed(DType type, Shape shape) {
        switch (distribution) {
            case RELATIVE_POSITION_INDEX:
                return RelativePositions.index(shape, (int) scale);
            case RELATIVE_COORDINATES:
                return RelativePositions.coordinates(shape, (int) scale);
            case CONSTANT:
                return scale == 0 ? Tensor.zeros(type, shape) : null;
            default:
                return null;
        }
    }
}
