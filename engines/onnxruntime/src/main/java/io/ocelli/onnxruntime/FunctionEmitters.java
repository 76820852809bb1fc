package io.ocelli.onnxruntime;

import com.google.common.collect.ImmutableMap;
import io.ocelli.graph.Activation;
import io.ocelli.graph.Activation.Function;
import java.util.Map;

/** Functions of each element. */
final class FunctionEmitters {
    /** Those for which ONNX has an operator of one input. */
    private static final Map<Function, String> OPERATORS = ImmutableMap.<Function, String>builder()
            .put(Function.ABS, "Abs")
            .put(Function.CEIL, "Ceil")
            .put(Function.COS, "Cos")
            .put(Function.ERF, "Erf")
            .put(Function.EXP, "Exp")
            .put(Function.FLOOR, "Floor")
            .put(Function.HARDSWISH, "HardSwish")
            .put(Function.LOG, "Log")
            .put(Function.NEGATE, "Neg")
            .put(Function.RECIPROCAL, "Reciprocal")
            .put(Function.RELU, "Relu")
            .put(Function.ROUND, "Round")
            .put(Function.SIGMOID, "Sigmoid")
            .put(Function.SIGN, "Sign")
            .put(Function.SIN, "Sin")
            .put(Function.SOFTPLUS, "Softplus")
            .put(Function.SQRT, "Sqrt")
            .put(Function.TANH, "Tanh")
            .build();

    private FunctionEmitters() {}

    static void register(Emitters.Table table) {
        table.put(Activation.class, FunctionEmitters::activation);
    }

    private static String activation(Activation activation, Emission at) {
        String operator = OPERATORS.get(activation.function());
        if (operator != null) {
            return at.call(operator).with(at.input()).result();
        }
        switch (activation.function()) {
            case GELU:
                return gelu(at);
            case HARDSIGMOID:
                return at.call("HardSigmoid")
                        .with(at.input())
                        .number("alpha", 1 / 6.0)
                        .number("beta", 0.5)
                        .result();
            case LOG1P:
                return log1p(at);
            case LOG_SIGMOID:
                String opposite = at.call("Neg").with(at.input()).result();
                String loss = at.call("Softplus").with(opposite).result();
                return at.call("Neg").with(loss).result();
            case RELU6:
                return at.call("Clip")
                        .with(at.input(), at.number("min", 0), at.number("max", 6))
                        .result();
            case RSQRT:
                String root = at.call("Sqrt").with(at.input()).result();
                return at.call("Reciprocal").with(root).result();
            case SILU:
                String gate = at.call("Sigmoid").with(at.input()).result();
                return at.call("Mul").with(at.input(), gate).result();
            case SQUARE:
                return at.call("Mul").with(at.input(), at.input()).result();
            default:
                throw new IllegalArgumentException("No emitter for " + activation.function());
        }
    }

    /** x / 2 (1 + erf(x / sqrt 2)) in the form that ONNX Runtime's optimiser knows as one operator. */
    private static String gelu(Emission at) {
        String scaled = at.call("Div")
                .with(at.input(), at.number("sqrt2", Math.sqrt(2)))
                .result();
        String erf = at.call("Erf").with(scaled).result();
        String sum = at.call("Add").with(erf, at.number("one", 1)).result();
        String product = at.call("Mul").with(at.input(), sum).result();
        return at.call("Mul").with(product, at.number("half", 0.5)).result();
    }

    /** With u = 1 + x rounded, x log(u) / (u - 1) mends what the rounding took (Kahan); where nothing is left of x, x. */
    private static String log1p(Emission at) {
        String one = at.number("one", 1);
        String sum = at.call("Add").with(at.input(), one).result();
        String rounded = at.call("Sub").with(sum, one).result();
        String product =
                at.call("Mul").with(at.input(), at.call("Log").with(sum).result()).result();
        String mended = at.call("Div").with(product, rounded).result();
        String nothing = at.call("Equal").with(sum, one).result();
        return at.call("Where").with(nothing, at.input(), mended).result();
    }
}
