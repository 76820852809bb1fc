package io.ocelli.onnxruntime;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.ocelli.engine.FileRunner;
import io.ocelli.engine.Port;
import io.ocelli.error.EngineException;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * A session of ONNX Runtime. Inputs are read where they lie if their buffers are direct, and results whose shapes are known
 * beforehand are written into the tensors that the caller gets.
 */
final class OnnxSession implements FileRunner {
    private final String subject;
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final boolean batched;
    private final List<Port> inputs;
    private final List<Port> outputs;
    private final Map<String, String> metadata;
    /** Runs hold the read lock, close the write lock: natives go when the last run has ended. */
    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    private boolean closed;

    /**
     * Takes a session over; it is closed if this fails.
     *
     * @param subject what is run, for messages
     * @param batched whether every open leading extent is the batch size, as in models that were compiled here
     */
    OnnxSession(String subject, OrtEnvironment environment, OrtSession session, boolean batched) throws OrtException {
        this.subject = subject;
        this.environment = environment;
        this.session = session;
        this.batched = batched;
        boolean whole = false;
        try {
            this.inputs = ports(session.getInputInfo());
            this.outputs = ports(session.getOutputInfo());
            this.metadata = ImmutableMap.copyOf(session.getMetadata().getCustomMetadata());
            whole = true;
        } finally {
            if (!whole) {
                session.close();
            }
        }
    }

    private static List<Port> ports(Map<String, NodeInfo> infos) {
        ImmutableList.Builder<Port> ports = ImmutableList.builder();
        for (NodeInfo info : infos.values()) {
            if (!(info.getInfo() instanceof TensorInfo)) {
                throw new EngineException(
                        "A model's inputs and outputs are tensors, and '" + info.getName() + "' is " + info.getInfo());
            }
            TensorInfo tensor = (TensorInfo) info.getInfo();
            ImmutableList.Builder<Long> extents = ImmutableList.builder();
            for (long extent : tensor.getShape()) {
                extents.add(extent < 0 ? Port.ANY : extent);
            }
            ports.add(new Port(info.getName(), Types.of(info.getName(), tensor.type), extents.build()));
        }
        return ports.build();
    }

    @Override
    public List<Port> inputs() {
        return inputs;
    }

    @Override
    public List<Port> outputs() {
        return outputs;
    }

    @Override
    public Map<String, String> metadata() {
        return metadata;
    }

    @Override
    public List<Tensor> run(List<Tensor> given) {
        check(given);
        lock.readLock().lock();
        try (Natives natives = new Natives()) {
            if (closed) {
                throw new IllegalStateException(
                        "A runner runs until it is closed, and that of " + subject + " was closed; open another");
            }
            return run(given, natives);
        } catch (OrtException e) {
            throw new EngineException("ONNX Runtime failed while it ran " + subject + ": " + e.getMessage(), e);
        } finally {
            lock.readLock().unlock();
        }
    }

    private List<Tensor> run(List<Tensor> given, Natives natives) throws OrtException {
        Map<String, OnnxTensor> feeds = new LinkedHashMap<>();
        for (int i = 0; i < given.size(); i++) {
            Tensor tensor = given.get(i);
            feeds.put(inputs.get(i).name(), natives.wrap(environment, tensor.type(), tensor.shape(), tensor.bytes()));
        }
        Map<String, Tensor> results = new LinkedHashMap<>();
        Map<String, OnnxTensor> prepared = new LinkedHashMap<>();
        Set<String> others = new LinkedHashSet<>();
        for (Port output : outputs) {
            Shape shape = known(output, given);
            if (shape == null) {
                others.add(output.name());
            } else {
                ByteBuffer room = Tensor.allocate(DType.FLOAT32, shape);
                results.put(output.name(), Tensor.of(DType.FLOAT32, shape, room));
                prepared.put(output.name(), natives.wrap(environment, DType.FLOAT32, shape, room));
            }
        }
        OrtSession.Result run = natives.add(session.run(feeds, others, prepared));
        List<Tensor> ordered = new ArrayList<>();
        for (Port output : outputs) {
            Tensor result = results.get(output.name());
            ordered.add(
                    result == null ? copy(output, run.get(output.name()).orElseThrow(AssertionError::new)) : result);
        }
        return ImmutableList.copyOf(ordered);
    }

    private void check(List<Tensor> given) {
        if (given.size() != inputs.size()) {
            throw new IllegalArgumentException(subject + " takes " + inputs + ", received " + given);
        }
        for (int i = 0; i < given.size(); i++) {
            Port port = inputs.get(i);
            Shape shape = given.get(i).shape();
            boolean fits = given.get(i).type() == port.type()
                    && shape.rank() == port.extents().size();
            for (int d = 0; fits && d < shape.rank(); d++) {
                long extent = port.extents().get(d);
                fits = extent == shape.get(d)
                        || extent == Port.ANY
                                && (d > 0
                                        || !batched
                                        || shape.get(0) == given.get(0).shape().get(0));
            }
            if (!fits) {
                throw new IllegalArgumentException(
                        "Input " + i + " of " + subject + " is " + port + ", received " + given.get(i));
            }
        }
    }

    /** The shape that an output will have, or null where only the run tells. */
    private @Nullable Shape known(Port output, List<Tensor> given) {
        if (output.type() != DType.FLOAT32 || output.extents().lastIndexOf(Port.ANY) > 0) {
            return null;
        }
        long[] extents = new long[output.extents().size()];
        for (int i = 0; i < extents.length; i++) {
            extents[i] = output.extents().get(i);
        }
        if (extents.length > 0 && extents[0] == Port.ANY) {
            if (!batched) {
                return null;
            }
            extents[0] = given.get(0).shape().get(0);
        }
        return Shape.of(extents);
    }

    private static Tensor copy(Port output, OnnxValue value) {
        OnnxTensor tensor = (OnnxTensor) value;
        ByteBuffer computed = tensor.getByteBuffer();
        Shape shape = Shape.of(tensor.getInfo().getShape());
        ByteBuffer copy = Tensor.allocate(output.type(), shape);
        copy.duplicate().put(computed);
        return Tensor.of(output.type(), shape, copy).to(DType.FLOAT32);
    }

    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                session.close();
            }
        } catch (OrtException e) {
            throw new EngineException("ONNX Runtime failed to close " + subject + ": " + e.getMessage(), e);
        } finally {
            lock.writeLock().unlock();
        }
    }
}
