package io.ocelli.graph;

import io.ocelli.tensor.Shape;
import java.util.List;

/**
 * A function of each element.
 */
public record Activation(Function function) implements Operation {
    /** The functions, named as in PyTorch. */
    public enum Function {
        ABS,
        CEIL,
        COS,
        ERF,
        EXP,
        FLOOR,
        /** x Phi(x), exact, not by tanh. */
        GELU,
        /** relu6(x + 3) / 6. */
        HARDSIGMOID,
        /** x relu6(x + 3) / 6. */
        HARDSWISH,
        LOG,
        /** log(1 + x), exact for small x. */
        LOG1P,
        /** log sigmoid(x). */
        LOG_SIGMOID,
        NEGATE,
        RECIPROCAL,
        RELU,
        RELU6,
        /** To the nearest whole number, half to even. */
        ROUND,
        /** 1 / sqrt(x). */
        RSQRT,
        SIGMOID,
        SIGN,
        /** x sigmoid(x). */
        SILU,
        SIN,
        /** log(1 + exp(x)). */
        SOFTPLUS,
        SQRT,
        SQUARE,
        TANH
    }

    public static final Activation EXP = new Activation(Function.EXP);
    public static final Activation GELU = new Activation(Function.GELU);
    public static final Activation HARDSIGMOID = new Activation(Function.HARDSIGMOID);
    public static final Activation HARDSWISH = new Activation(Function.HARDSWISH);
    public static final Activation RELU = new Activation(Function.RELU);
    public static final Activation RELU6 = new Activation(Function.RELU6);
    public static final Activation SIGMOID = new Activation(Function.SIGMOID);
    public static final Activation SILU = new Activation(Function.SILU);
    public static final Activation TANH = new Activation(Function.TANH);

    @Override
    public Shape infer(List<Shape> inputs) {
        return Shapes.only(inputs);
    }

    @Override
    public Attributes attributes() {
        return Attributes.of("function", function.name());
    }
}
