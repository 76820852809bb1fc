package io.ocelli.graph;

import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a state dict.
 *
 * @param name the name inside its operation ({@code weight}), or the full name ({@code layer1.0.conv1.weight}) where a graph
 *     lists its parameters
 * @param shape the extents
 * @param role whether training learns it
 * @param initialization what it holds before anything was learnt
 */
public record Parameter(String name, Shape shape, Role role, Initialization initialization) {

    /** What an entry of a state dict is for. */
    public enum Role {
        /** Learnt by gradient. */
        WEIGHT,
        /** Kept by the network itself: running statistics, tables. */
        BUFFER,
        /** A count of steps, int64. */
        COUNTER,
        /** Row numbers of a table, int64, kept. */
        INDEX,
        /** Whole numbers of 8 bits that stand for others, int8, kept. */
        QUANTIZED,
        /** Whole numbers of 32 bits that stand for others, as what is added to sums of products, int32, kept. */
        QUANTIZED_SUM
    }

    /** The type of the elements in a float32 network. */
    public DType type() {
        switch (role) {
            case COUNTER:
            case INDEX:
                return DType.INT64;
            case QUANTIZED:
                return DType.INT8;
            case QUANTIZED_SUM:
                return DType.INT32;
            default:
                return DType.FLOAT32;
        }
    }

    /** The same entry under another name. */
    public Parameter named(String other) {
        return new Parameter(other, shape, role, initialization);
    }

    /**
     * The tensor of this entry among weights, in the entry's type where that is of a floating-point one; of a count or of row
     * numbers that the weights lack, {@link #absent()}.
     *
     * @throws IllegalArgumentException if the weights hold no such tensor or one of another shape or of
     *     no such whole numbers
     */
    public Tensor in(Weights weights) {
        Tensor found = weights.find(name);
        Tensor tensor = found == null ? absent() : found;
        boolean whole = !type().isFloating();
        if (tensor == null || !tensor.shape().equals(shape) || whole && tensor.type() != type()) {
            throw new IllegalArgumentException("The network needs '" + name + "' " + (whole ? type() : "") + shape
                    + ", received " + (tensor == null ? "weights without it" : tensor.toString()));
        }
        return whole ? tensor : tensor.to(type());
    }

    /**
     * What the entry is where a weights file lacks it: a count of steps is 0, and row numbers and coordinates are those of
     * their table. Null for all others, which a file must hold.
     */
    public @Nullable Tensor absent() {
        boolean follows = role == Role.COUNTER
                || role == Role.INDEX
                || initialization.distribution() == Initialization.Distribution.RELATIVE_COORDINATES;
        return follows ? initialization.fixed(type(), shape) : null;
    }
}
