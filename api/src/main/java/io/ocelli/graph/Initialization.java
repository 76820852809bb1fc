package io.ocelli.graph;

import io.ocelli.tensor.Shape;

/**
 * How an entry of a state dict starts: a distribution and its bound or spread.
 *
 * @param distribution the kind
 * @param scale the value of a constant, the bound of a uniform, or the standard deviation of a normal distribution
 */
public record Initialization(Distribution distribution, double scale) {

    /** The kind of a starting value. */
    public enum Distribution {
        CONSTANT,
        /** Uniform between plus and minus the bound. */
        UNIFORM,
        NORMAL,
        /** Normal, drawn again while beyond two standard deviations. */
        TRUNCATED_NORMAL
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

    public static Initialization truncatedNormal(double standardDeviation) {
        return new Initialization(Distribution.TRUNCATED_NORMAL, standardDeviation);
    }

    /** PyTorch's default for convolutions and linear layers: uniform within 1 / sqrt(fan in), of weight and bias alike. */
    public static Initialization fanIn(Shape weight) {
        return uniform(1 / Math.sqrt(Math.max(1, weight.count() / Math.max(1, weight.get(0)))));
    }

    /** Normal with variance 2 / fan out (He et al. 2015, for rectifiers): what torchvision's ResNets start from. */
    public static Initialization kaimingFanOut(Shape weight) {
        return normal(Math.sqrt(2.0 * weight.get(1) / weight.count()));
    }
}
