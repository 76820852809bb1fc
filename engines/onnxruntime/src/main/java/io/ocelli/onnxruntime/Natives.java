package io.ocelli.onnxruntime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The natives of one call, closed together, the youngest first. */
final class Natives implements AutoCloseable {
    private final Deque<OnnxTensor> tensors = new ArrayDeque<>();
    private OrtSession.@Nullable Result result;

    /** A tensor of ONNX Runtime over this buffer, without a copy if it is direct. */
    OnnxTensor wrap(OrtEnvironment environment, DType type, Shape shape, ByteBuffer bytes) throws OrtException {
        OnnxTensor tensor = OnnxTensor.createTensor(environment, direct(bytes), shape.toArray(), Types.runtime(type));
        tensors.push(tensor);
        return tensor;
    }

    private static ByteBuffer direct(ByteBuffer bytes) {
        if (bytes.isDirect()) {
            return bytes;
        }
        ByteBuffer copy = ByteBuffer.allocateDirect(bytes.remaining()).order(ByteOrder.nativeOrder());
        copy.duplicate().put(bytes);
        return copy;
    }

    OrtSession.Result add(OrtSession.Result run) {
        result = run;
        return run;
    }

    @Override
    public void close() {
        if (result != null) {
            result.close();
        }
        tensors.forEach(OnnxTensor::close);
    }
}
