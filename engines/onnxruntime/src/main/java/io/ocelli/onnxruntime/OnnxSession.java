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
import io.ocelli.engine.Lifetime;
import io.ocelli.engine.Port;
import io.ocelli.engine.Program;
import io.ocelli.error.EngineException;
import io.ocelli.graph.Node;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A session of ONNX Runtime. Inputs are read where they lie if their buffers are direct, and results whose shapes are known
 * beforehand are written into the tensors that the caller gets.
 */
final class OnnxSession implements FileRunner {
    private final String subject;
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final @Nullable Program program;
    private final List<Shape> one;
    private final List<Shape> two;
    private final List<Port> inputs;
    private final List<Port> outputs;
    private final Map<String, String> metadata;
    private final Lifetime lifetime;

    /**
     * Takes a session over; it is closed if this fails.
     *
     * @param subject what is run, for messages; the path of a foreign file
     * @param program what was compiled here, whose shapes are known; null for a foreign file
     */
    OnnxSession(String subject, OrtEnvironment environment, OrtSession session, @Nullable Program program)
            throws OrtException {
        this.subject = subject;
        this.lifetime = Lifetime.ofRunner(subject);
        this.environment = environment;
        this.session = session;
        this.program = program;
        this.one = program == null ? ImmutableList.of() : results(program, 1);
        this.two = program == null ? ImmutableList.of() : results(program, 2);
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
    public String engine() {
        return OnnxRuntimeEngine.NAME;
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
    public List<String> lastOperations() {
        return program == null ? LastOperations.of(Paths.get(subject), outputs) : ImmutableList.of();
    }

    @Override
    public Map<String, String> metadata() {
        return metadata;
    }

    @Override
    public List<Tensor> run(List<Tensor> given) {
        check(given);
        try (Lifetime.Use use = lifetime.use();
                Natives natives = new Natives()) {
            return run(given, natives);
        } catch (OrtException e) {
            throw new EngineException("ONNX Runtime failed while it ran " + subject + ": " + e.getMessage(), e);
        }
    }

    private List<Tensor> run(List<Tensor> given, Natives natives) throws OrtException {
        Map<String, OnnxTensor> feeds = new LinkedHashMap<>();
        for (int i = 0; i < given.size(); i++) {
            Tensor tensor = given.get(i);
            feeds.put(inputs.get(i).name(), natives.wrap(environment, tensor.type(), tensor.shape(), tensor.bytes()));
        }
        Map<String, Tensor> written = new LinkedHashMap<>();
        Map<String, OnnxTensor> prepared = new LinkedHashMap<>();
        Set<String> others = new LinkedHashSet<>();
        for (int i = 0; i < outputs.size(); i++) {
            Port output = outputs.get(i);
            Shape shape = known(i, given);
            if (shape == null) {
                others.add(output.name());
            } else {
                ByteBuffer room = Tensor.allocate(DType.FLOAT32, shape);
                written.put(output.name(), Tensor.of(DType.FLOAT32, shape, room));
                prepared.put(output.name(), natives.wrap(environment, DType.FLOAT32, shape, room));
            }
        }
        OrtSession.Result run = natives.add(session.run(feeds, others, prepared));
        List<Tensor> ordered = new ArrayList<>();
        for (Port output : outputs) {
            Tensor result = written.get(output.name());
            ordered.add(
                    result == null
                            ? copy(output.type(), run.get(output.name()).orElseThrow(AssertionError::new))
                            : result);
        }
        return ImmutableList.copyOf(ordered);
    }

    private void check(List<Tensor> given) {
        if (program != null) {
            program.check(given);
            return;
        }
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
                fits = extent == Port.ANY || extent == shape.get(d);
            }
            if (!fits) {
                throw new IllegalArgumentException(
                        "Input " + i + " of " + subject + " is " + port + ", received " + given.get(i));
            }
        }
    }

    /** The shape of each output for a batch of so many; a gradient's is that of what it is with respect to. */
    private static List<Shape> results(Program program, int batch) {
        Map<String, Shape> shapes = program.shapes(batch);
        ImmutableList.Builder<Shape> results = ImmutableList.builder();
        program.graph().outputs().values().forEach(node -> results.add(Objects.requireNonNull(shapes.get(node))));
        if (program.gradients() != null) {
            program.gradients().respectTo().forEach(node -> results.add(Objects.requireNonNull(shapes.get(node))));
        }
        return results.build();
    }

    /** How many samples these inputs hold: a leading extent is that many times the program's; 0 where they differ in it. */
    private static long batch(Program program, List<Tensor> given) {
        List<Node> nodes = program.graph().inputs();
        long batch = 1;
        boolean found = false;
        for (int i = 0; i < given.size(); i++) {
            Shape each =
                    Objects.requireNonNull(program.inputs().get(nodes.get(i).name()));
            if (each.rank() > 0) {
                long samples = given.get(i).shape().get(0) / Math.max(1, each.get(0));
                if (found && samples != batch) {
                    return 0;
                }
                batch = samples;
                found = true;
            }
        }
        return batch;
    }

    /** The shape that an output will have, or null where only the run tells. Each extent grows evenly with the batch. */
    private @Nullable Shape known(int output, List<Tensor> given) {
        long batch = program == null ? 0 : batch(program, given);
        if (batch == 0) {
            return null;
        }
        Shape shape = one.get(output);
        for (int i = 0; i < shape.rank(); i++) {
            long each = two.get(output).get(i) - shape.get(i);
            shape = shape.with(i, shape.get(i) + each * (batch - 1));
        }
        return shape;
    }

    @Override
    public List<String> inputNames() {
        return names(inputs);
    }

    @Override
    public List<String> outputNames() {
        return names(outputs);
    }

    private static List<String> names(List<Port> ports) {
        ImmutableList.Builder<String> names = ImmutableList.builder();
        ports.forEach(port -> names.add(port.name()));
        return names.build();
    }

    static Tensor copy(DType type, OnnxValue value) {
        OnnxTensor tensor = (OnnxTensor) value;
        ByteBuffer computed = tensor.getByteBuffer();
        Shape shape = Shape.of(tensor.getInfo().getShape());
        ByteBuffer copy = Tensor.allocate(type, shape);
        copy.duplicate().put(computed);
        return Tensor.of(type, shape, copy).to(DType.FLOAT32);
    }

    @Override
    public void close() {
        lifetime.end(() -> {
            try {
                session.close();
            } catch (OrtException e) {
                throw new EngineException("ONNX Runtime failed to close " + subject + ": " + e.getMessage(), e);
            }
        });
    }
}
