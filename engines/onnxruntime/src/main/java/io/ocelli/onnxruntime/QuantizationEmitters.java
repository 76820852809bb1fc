package io.ocelli.onnxruntime;

import io.ocelli.graph.Dequantize;
import io.ocelli.graph.FakeQuantize;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Numbers as whole numbers of 8 bits, written as QuantizeLinear and DequantizeLinear, of which ONNX Runtime makes integer kernels
 * where they stand around an operator; and their arithmetic in float32 where these cannot say it.
 */
final class QuantizationEmitters {
    private QuantizationEmitters() {}

    static void register(Emitters.Table table) {
        table.put(FakeQuantize.class, QuantizationEmitters::fakeQuantize)
                .put(Dequantize.class, QuantizationEmitters::dequantize);
    }

    /**
     * A layer's inputs, of which the first is hidden behind a maximum where it is in levels and the weight is not: ONNX Runtime
     * would else make whole numbers of the weight by itself, with one scale for all channels.
     */
    static String[] layer(Emission at) {
        String[] inputs = at.all();
        if (at.source().operation() instanceof FakeQuantize && !(at.source(1).operation() instanceof Dequantize)) {
            inputs[0] = at.call("Max")
                    .with(inputs[0], at.number("lowest", -Float.MAX_VALUE))
                    .result();
        }
        return inputs;
    }

    private static String fakeQuantize(FakeQuantize quantize, Emission at) {
        DType type = type(quantize);
        Tensor scale = at.fixed(1);
        Tensor zero = at.fixed(2);
        if (type == null || scale == null || zero == null) {
            return arithmetic(quantize, at);
        }
        String levels = at.constant("zero_point", bytes(type, zero));
        int axis = quantize.axis() == null ? 0 : quantize.axis();
        String quantized = linear("QuantizeLinear", quantize.axis(), axis, at, at.input(), at.input(1), levels);
        return linear("DequantizeLinear", quantize.axis(), axis, at, quantized, at.input(1), levels);
    }

    private static String linear(
            String operator, @Nullable Integer axis, int dimension, Emission at, String... inputs) {
        OnnxGraph.Call call = at.call(operator).with(inputs);
        return axis == null ? call.result() : call.integer("axis", dimension).result();
    }

    /** The type whose levels are the operation's, or null; QuantizeLinear always keeps to all of a type. */
    private static @Nullable DType type(FakeQuantize quantize) {
        if (quantize.min() == 0 && quantize.max() == 255) {
            return DType.UINT8;
        }
        return quantize.min() == Byte.MIN_VALUE && quantize.max() == Byte.MAX_VALUE ? DType.INT8 : null;
    }

    private static Tensor bytes(DType type, Tensor whole) {
        float[] values = whole.toFloats();
        ByteBuffer bytes = Tensor.allocate(type, whole.shape());
        for (int i = 0; i < values.length; i++) {
            bytes.put(i, (byte) values[i]);
        }
        return Tensor.of(type, whole.shape(), bytes);
    }

    private static String dequantize(Dequantize dequantize, Emission at) {
        Integer axis = dequantize.axis();
        Tensor whole = at.fixed(0);
        if (whole == null || whole.type().isFloating()) {
            return at.call("Mul").with(at.input(), alongAxis(axis, 1, at)).result();
        }
        Shape each = at.inputShape(1);
        String zero = at.constant("zero_point", Tensor.zeros(whole.type(), each));
        return linear("DequantizeLinear", axis, axis == null ? 0 : axis, at, at.input(), at.input(1), zero);
    }

    /** QuantizeLinear knows 8 bits alone, and divides where PyTorch multiplies by the inverse. */
    private static String arithmetic(FakeQuantize quantize, Emission at) {
        String scale = alongAxis(quantize.axis(), 1, at);
        String zero = alongAxis(quantize.axis(), 2, at);
        String inverse = at.call("Reciprocal").with(scale).result();
        String steps = at.call("Round")
                .with(at.call("Mul").with(at.input(), inverse).result())
                .result();
        String level = at.call("Clip")
                .with(
                        at.call("Add").with(steps, zero).result(),
                        at.number("min", quantize.min()),
                        at.number("max", quantize.max()))
                .result();
        String centred = at.call("Sub").with(level, zero).result();
        return at.call("Mul").with(centred, scale).result();
    }

    private static String alongAxis(@Nullable Integer axis, int input, Emission at) {
        if (axis == null) {
            return at.input(input);
        }
        int rank = at.inputShape().rank();
        long[] extents = new long[rank];
        Arrays.fill(extents, 1);
        extents[axis < 0 ? axis + rank : axis] = -1;
        return at.call("Reshape")
                .with(at.input(input), at.integers("channels", extents))
                .result();
    }
}
