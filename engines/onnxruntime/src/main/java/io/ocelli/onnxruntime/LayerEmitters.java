package io.ocelli.onnxruntime;

import io.ocelli.graph.BatchNorm2d;
import io.ocelli.graph.Linear;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/** Layers with weights, but for convolutions. */
final class LayerEmitters {
    private LayerEmitters() {}

    static void register(Emitters.Table table) {
        table.put(BatchNorm2d.class, LayerEmitters::batchNorm).put(Linear.class, LayerEmitters::linear);
    }

    /** What no convolution could take in. ONNX Runtime's optimiser knows this operator best. */
    private static String batchNorm(BatchNorm2d norm, Emission at) {
        return at.call("BatchNormalization")
                .with(at.input(), at.input(1), at.input(2), at.input(3), at.input(4))
                .number("epsilon", norm.eps())
                .result();
    }

    private static String linear(Linear linear, Emission at) {
        if (at.inputShape().rank() == 2) {
            return at.call("Gemm")
                    .with(QuantizationEmitters.layer(at))
                    .integer("transB", 1)
                    .result();
        }
        Tensor fixed = at.fixed(1);
        String weight = fixed == null
                ? at.call("Transpose").with(at.input(1)).integers("perm", 1, 0).result()
                : at.constant("weight", transposed(fixed));
        String product = at.call("MatMul").with(at.input(), weight).result();
        return linear.bias() ? at.call("Add").with(product, at.input(2)).result() : product;
    }

    /** A float32 matrix with rows and columns exchanged. */
    static Tensor transposed(Tensor matrix) {
        int rows = matrix.shape().at(0);
        int columns = matrix.shape().at(1);
        ByteBuffer from = matrix.bytes();
        ByteBuffer to = Tensor.allocate(DType.FLOAT32, matrix.shape());
        FloatBuffer values = to.asFloatBuffer();
        for (int column = 0; column < columns; column++) {
            for (int row = 0; row < rows; row++) {
                values.put(from.getFloat(4 * (row * columns + column)));
            }
        }
        return Tensor.of(DType.FLOAT32, Shape.of(columns, rows), to);
    }
}
