package io.ocelli.onnxruntime;

import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/** Float32 numbers that change, where ONNX Runtime reads and writes them. */
final class Floats {
    private final Shape shape;
    private final ByteBuffer bytes;
    private final FloatBuffer values;

    private Floats(Shape shape) {
        this.shape = shape;
        this.bytes = Tensor.allocate(DType.FLOAT32, shape);
        this.values = bytes.asFloatBuffer();
    }

    static Floats zeros(Shape shape) {
        return new Floats(shape);
    }

    static Floats copy(Tensor tensor) {
        Floats copy = new Floats(tensor.shape());
        copy.values.duplicate().put(tensor.to(DType.FLOAT32).bytes().asFloatBuffer());
        return copy;
    }

    Shape shape() {
        return shape;
    }

    /** The memory itself. */
    ByteBuffer bytes() {
        return bytes;
    }

    void clear() {
        for (int i = 0; i < values.capacity(); i++) {
            values.put(i, 0);
        }
    }

    /** The numbers as they are now. */
    Tensor tensor() {
        ByteBuffer copy = Tensor.allocate(DType.FLOAT32, shape);
        copy.duplicate().put(bytes.duplicate());
        return Tensor.of(DType.FLOAT32, shape, copy);
    }
}
