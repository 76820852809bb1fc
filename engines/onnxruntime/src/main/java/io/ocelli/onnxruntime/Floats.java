package io.ocelli.onnxruntime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.ocelli.error.EngineException;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/** Float32 numbers that change, where ONNX Runtime reads and writes them in each run. */
final class Floats {
    private final Shape shape;
    private final ByteBuffer bytes;
    private final FloatBuffer values;
    private final OnnxTensor onnx;

    /** Zeros, whose native part goes with {@code natives}. */
    Floats(Shape shape, OrtEnvironment environment, Natives natives) {
        this.shape = shape;
        this.bytes = Tensor.allocate(DType.FLOAT32, shape);
        this.values = bytes.asFloatBuffer();
        try {
            this.onnx = natives.wrap(environment, DType.FLOAT32, shape, bytes);
        } catch (OrtException e) {
            throw new EngineException("ONNX Runtime refused a tensor of shape " + shape + ": " + e.getMessage(), e);
        }
    }

    Shape shape() {
        return shape;
    }

    /** The memory itself, as ONNX Runtime takes it. */
    OnnxTensor onnx() {
        return onnx;
    }

    void set(Tensor tensor) {
        values.duplicate().put(tensor.to(DType.FLOAT32).bytes().asFloatBuffer());
    }

    /** Sets all numbers to one. */
    void fill(double value) {
        for (int i = 0; i < values.capacity(); i++) {
            values.put(i, (float) value);
        }
    }

    /** The numbers as they are now. */
    Tensor tensor() {
        ByteBuffer copy = Tensor.allocate(DType.FLOAT32, shape);
        copy.duplicate().put(bytes.duplicate());
        return Tensor.of(DType.FLOAT32, shape, copy);
    }
}
