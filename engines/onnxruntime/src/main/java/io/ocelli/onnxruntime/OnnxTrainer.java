package io.ocelli.onnxruntime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.ocelli.engine.Device;
import io.ocelli.engine.Preset;
import io.ocelli.engine.Trainer;
import io.ocelli.engine.TrainingProgram;
import io.ocelli.error.EngineException;
import io.ocelli.graph.Parameter;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A training step of linear layers. ONNX Runtime computes loss, outputs and gradients; the update is a loop over the few
 * numbers of a head.
 */
final class OnnxTrainer implements Trainer {
    private static final String SUBJECT = "the training step";

    private final TrainingProgram program;
    private final Weights given;
    /** What learns, the gradients of the last run, and what the optimiser keeps, by name. */
    private final Map<String, Floats> learning = new LinkedHashMap<>();

    private final Map<String, Floats> gradients = new LinkedHashMap<>();
    private final Map<String, Floats> state = new LinkedHashMap<>();
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final List<String> inputs;
    private final List<String> outputs;
    private long updates;
    private long batches;
    private boolean closed;

    OnnxTrainer(TrainingProgram program, Weights weights, Weights state, Device device) {
        this.program = program;
        this.given = weights;
        for (Parameter parameter : program.learning()) {
            Tensor start = checked(weights.get(parameter.name()), "The parameter", parameter.name(), parameter.shape());
            learning.put(parameter.name(), Floats.copy(start));
            gradients.put(parameter.name(), Floats.zeros(parameter.shape()));
        }
        program.state().forEach((name, shape) -> {
            Tensor kept = state.find(name);
            this.state.put(
                    name,
                    kept == null ? Floats.zeros(shape) : Floats.copy(checked(kept, "The optimiser's", name, shape)));
        });
        this.updates = count(state, TrainingProgram.UPDATES);
        this.batches = count(state, TrainingProgram.BATCHES);
        this.environment = OnnxRuntime.environment();
        this.session = OnnxRuntime.session(SUBJECT, OnnxModel.compile(program, weights), device, Preset.LATENCY);
        this.inputs = ImmutableList.copyOf(session.getInputNames());
        this.outputs = ImmutableList.copyOf(session.getOutputNames());
    }

    private static long count(Weights state, String name) {
        Tensor count = state.find(name);
        return count == null ? 0 : count.toLongs()[0];
    }

    private static Tensor checked(Tensor tensor, String what, String name, Shape shape) {
        if (!tensor.shape().equals(shape)) {
            throw new IllegalArgumentException(
                    what + " '" + name + "' has the shape " + shape + ", received " + tensor.shape());
        }
        return tensor;
    }

    @Override
    public List<Tensor> accumulate(List<Tensor> batch) {
        List<Tensor> results = run(batch);
        if (program.accumulation() > 1) {
            gradients.forEach((name, gradient) -> accumulated(name).add(gradient));
        }
        batches++;
        return results;
    }

    @Override
    public List<Tensor> step(List<Tensor> batch, double... rates) {
        program.check(rates);
        List<Tensor> results = accumulate(batch);
        updates++;
        double[] corrections = program.optimizer().corrections(updates);
        double average = program.accumulation() > 1 ? program.average(batches) : 1;
        double factor = average * clip(average);
        batches = 0;
        learning.forEach((name, parameter) -> {
            List<Floats> slots = new ArrayList<>();
            for (int i = 0; i < program.optimizer().slots(); i++) {
                slots.add(Objects.requireNonNull(state.get(TrainingProgram.slot(name, i))));
            }
            int group = Objects.requireNonNull(program.groups().get(name));
            Update.apply(program.optimizer(), rates[group], corrections, parameter, gradient(name), factor, slots);
        });
        if (program.accumulation() > 1) {
            learning.keySet().forEach(name -> accumulated(name).clear());
        }
        return results;
    }

    /** What averaged gradients are multiplied by, so that their norm is at most the clip. */
    private double clip(double average) {
        if (Double.isInfinite(program.clip())) {
            return 1;
        }
        double squares = 0;
        for (String name : learning.keySet()) {
            squares += gradient(name).squares();
        }
        return Math.min(1, program.clip() / (average * Math.sqrt(squares) + 1e-6));
    }

    /** The gradient of an update. */
    private Floats gradient(String parameter) {
        return program.accumulation() > 1 ? accumulated(parameter) : Objects.requireNonNull(gradients.get(parameter));
    }

    private Floats accumulated(String parameter) {
        return Objects.requireNonNull(state.get(TrainingProgram.accumulated(parameter)));
    }

    @Override
    public Weights gradients(List<Tensor> batch) {
        run(batch);
        return copy(gradients);
    }

    /** Computes the outputs, and the gradients where they belong. */
    private List<Tensor> run(List<Tensor> batch) {
        program.check(batch);
        checkOpen();
        int results = program.graph().outputs().size();
        try (Natives natives = new Natives()) {
            Map<String, OnnxTensor> feeds = new LinkedHashMap<>();
            for (Floats parameter : learning.values()) {
                feeds.put(inputs.get(feeds.size()), wrap(parameter, natives));
            }
            for (Tensor tensor : batch) {
                feeds.put(
                        inputs.get(feeds.size()),
                        natives.wrap(environment, tensor.type(), tensor.shape(), tensor.bytes()));
            }
            Map<String, OnnxTensor> written = new LinkedHashMap<>();
            for (Floats gradient : gradients.values()) {
                written.put(outputs.get(results + written.size()), wrap(gradient, natives));
            }
            OrtSession.Result run =
                    natives.add(session.run(feeds, ImmutableSet.copyOf(outputs.subList(0, results)), written));
            ImmutableList.Builder<Tensor> copies = ImmutableList.builder();
            for (String output : outputs.subList(0, results)) {
                copies.add(OnnxSession.copy(DType.FLOAT32, run.get(output).orElseThrow(AssertionError::new)));
            }
            return copies.build();
        } catch (OrtException e) {
            throw new EngineException("ONNX Runtime failed while it ran " + SUBJECT + ": " + e.getMessage(), e);
        }
    }

    private OnnxTensor wrap(Floats floats, Natives natives) throws OrtException {
        return natives.wrap(environment, DType.FLOAT32, floats.shape(), floats.bytes());
    }

    @Override
    public Weights weights() {
        checkOpen();
        Map<String, Tensor> weights = new LinkedHashMap<>();
        for (Parameter parameter : program.graph().parameters()) {
            Floats learnt = learning.get(parameter.name());
            weights.put(parameter.name(), learnt == null ? given.get(parameter.name()) : learnt.tensor());
        }
        return Weights.of(weights);
    }

    @Override
    public Weights state() {
        checkOpen();
        Map<String, Tensor> count = new LinkedHashMap<>();
        count.put(TrainingProgram.UPDATES, Tensor.of(Shape.of(1), updates));
        if (program.accumulation() > 1) {
            count.put(TrainingProgram.BATCHES, Tensor.of(Shape.of(1), batches));
        }
        return copy(state).with(Weights.of(count));
    }

    private static Weights copy(Map<String, Floats> floats) {
        Map<String, Tensor> copies = new LinkedHashMap<>();
        floats.forEach((name, each) -> copies.put(name, each.tensor()));
        return Weights.of(copies);
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException(CLOSED);
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            session.close();
        } catch (OrtException e) {
            throw new EngineException("ONNX Runtime failed to close " + SUBJECT + ": " + e.getMessage(), e);
        }
    }
}
