package io.ocelli.openvino;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The tensors of one run, freed together. */
final class HostTensors implements AutoCloseable {
    private final OpenVino openVino;
    private final OpenVinoApi api;
    private final Deque<Pointer> tensors = new ArrayDeque<>();
    /** What OpenVINO reads where it lies stays there until the run has ended. */
    private final List<ByteBuffer> read = new ArrayList<>();

    HostTensors(OpenVino openVino) {
        this.openVino = openVino;
        this.api = openVino.api();
    }

    /** A tensor over this memory, without a copy if it is direct. */
    Pointer wrap(int type, Tensor tensor) {
        ByteBuffer memory = direct(tensor.bytes());
        read.add(memory);
        PointerByReference made = new PointerByReference();
        openVino.check(
                api.ov_tensor_create_from_host_ptr(
                        type, new OpenVinoApi.Extents.Given(tensor.shape().toArray()), memory, made),
                "a tensor of shape " + tensor.shape());
        tensors.push(made.getValue());
        return made.getValue();
    }

    private static ByteBuffer direct(ByteBuffer bytes) {
        if (bytes.isDirect()) {
            return bytes.slice();
        }
        return ByteBuffer.allocateDirect(bytes.remaining())
                .put(bytes.duplicate())
                .flip();
    }

    /** The numbers of a result, which is freed with the others. OpenVINO's C library does not tell the shape of a scalar. */
    Tensor copy(Pointer result, boolean scalar) {
        tensors.push(result);
        Shape shape = scalar ? Shape.of() : shape(result);
        LongByReference size = new LongByReference();
        openVino.check(api.ov_tensor_get_byte_size(result, size), "the size of a result");
        ByteBuffer copy = Tensor.allocate(DType.FLOAT32, shape);
        if (size.getValue() != copy.remaining()) {
            throw new IllegalStateException(
                    "A result of shape " + shape + " is float32, and OpenVINO gave " + size.getValue() + " bytes");
        }
        if (copy.hasRemaining()) {
            PointerByReference data = new PointerByReference();
            openVino.check(api.ov_tensor_data(result, data), "the numbers of a result");
            copy.duplicate().put(data.getValue().getByteBuffer(0, copy.remaining()));
        }
        return Tensor.of(DType.FLOAT32, shape, copy);
    }

    private Shape shape(Pointer result) {
        OpenVinoApi.Extents extents = new OpenVinoApi.Extents();
        openVino.check(api.ov_tensor_get_shape(result, extents), "the shape of a result");
        try {
            return Shape.of(extents.toArray());
        } finally {
            api.ov_shape_free(extents);
        }
    }

    @Override
    public void close() {
        tensors.forEach(api::ov_tensor_free);
        read.clear();
    }
}
