package io.ocelli.onnxruntime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Maps;
import io.ocelli.engine.Device;
import io.ocelli.engine.Preset;
import io.ocelli.engine.Trainer;
import io.ocelli.engine.TrainingProgram;
import io.ocelli.engine.UpdateProgram;
import io.ocelli.error.EngineException;
import io.ocelli.graph.Differentiation;
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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A training step of which ONNX Runtime computes all at once: outputs, gradients, and the update.
 */
final class OnnxTrainer implements Trainer {
    private static final String SUBJECT = "the training step";

    private final TrainingProgram program;
    private final UpdateProgram update;
    private final Weights given;
    /** What a step reads and replaces, by the names that an update has for it. */
    private final Map<String, Floats> places = new LinkedHashMap<>();
    /** Where a step writes, by output; then both change places. */
    private final Map<String, Floats> written = new LinkedHashMap<>();

    /** The numbers that go with each update. */
    private final List<Floats> numbers = new ArrayList<>();
    /** All of these. */
    private final Natives held = new Natives();

    private final OrtEnvironment environment;
    private final OrtSession session;
    /** The inputs that take a batch. */
    private final List<String> batchInputs;
    /** All other inputs, each with the name of its place. */
    private final Map<String, String> placeInputs = new LinkedHashMap<>();
    /** The program's outputs. */
    private final Set<String> results;

    private int batches;
    private boolean closed;

    OnnxTrainer(TrainingProgram program, Weights weights, Weights state, Device device) {
        this.program = program;
        this.update = new UpdateProgram(program, state);
        this.given = weights;
        Tensor accumulated = state.find(TrainingProgram.BATCHES);
        this.batches = accumulated == null ? 0 : (int) accumulated.toLongs()[0];
        this.environment = OnnxRuntime.environment();
        boolean whole = false;
        try {
            place(weights, state);
            this.session =
                    OnnxRuntime.session(SUBJECT, OnnxStep.compile(program, update, weights), device, Preset.LATENCY);
            whole = true;
        } finally {
            if (!whole) {
                held.close();
            }
        }
        List<String> inputs = ImmutableList.copyOf(session.getInputNames());
        List<Parameter> changing = OnnxStep.changing(program);
        for (int i = 0; i < changing.size(); i++) {
            placeInputs.put(
                    inputs.get(i), UpdateProgram.parameter(changing.get(i).name()));
        }
        int ofUpdate = changing.size() + program.inputs().size();
        this.batchInputs = inputs.subList(changing.size(), ofUpdate);
        inputs.subList(ofUpdate, inputs.size()).forEach(input -> placeInputs.put(input, OnnxStep.name(input)));
        this.results = ImmutableSet.copyOf(program.graph().outputs().keySet());
    }

    private void place(Weights weights, Weights state) {
        for (Parameter parameter : program.learning()) {
            read("The parameter", parameter, weights);
        }
        for (Parameter average : program.readAverages()) {
            read("The average", average, weights);
        }
        program.state().forEach((name, shape) -> {
            Floats place = floats(shape);
            places.put(name, place);
            Tensor kept = state.find(name);
            Tensor start = kept == null ? fresh(name) : checked(kept, "The optimiser's", name, shape);
            if (start != null) {
                place.set(start);
            }
        });
        update.graph().outputs().keySet().forEach(this::write);
        if (program.accumulation() > 1) {
            program.learning().forEach(each -> write(TrainingProgram.accumulated(each.name())));
        }
        update.scalars().forEach(name -> {
            Floats number = floats(Shape.of());
            numbers.add(number);
            places.put(name, number);
        });
    }

    private void read(String what, Parameter parameter, Weights weights) {
        Floats place = floats(parameter.shape());
        place.set(checked(weights.get(parameter.name()), what, parameter.name(), parameter.shape()));
        places.put(UpdateProgram.parameter(parameter.name()), place);
    }

    private void write(String name) {
        written.put(OnnxStep.updated(name), floats(place(name).shape()));
    }

    private Floats floats(Shape shape) {
        return new Floats(shape, environment, held);
    }

    /** Averages begin at the weights, all else at zero: null. */
    private @Nullable Tensor fresh(String name) {
        String suffix = TrainingProgram.average("");
        return name.endsWith(suffix) ? given.get(name.substring(0, name.length() - suffix.length())) : null;
    }

    private static Tensor checked(Tensor tensor, String what, String name, Shape shape) {
        if (!tensor.shape().equals(shape)) {
            throw new IllegalArgumentException(
                    what + " '" + name + "' has the shape " + shape + ", received " + tensor.shape());
        }
        return tensor;
    }

    @Override
    public TrainingProgram program() {
        return program;
    }

    @Override
    public List<Tensor> accumulate(List<Tensor> batch) {
        List<Tensor> outputs = run(batch, new double[program.rates()], written);
        program.learning().forEach(each -> exchange(TrainingProgram.accumulated(each.name())));
        batches++;
        return outputs;
    }

    @Override
    public List<Tensor> step(List<Tensor> batch, double... rates) {
        program.check(rates);
        List<Tensor> outputs = run(batch, rates, written);
        update.graph().outputs().keySet().forEach(this::exchange);
        update.count();
        batches = 0;
        if (program.accumulation() > 1) {
            program.learning()
                    .forEach(each ->
                            place(TrainingProgram.accumulated(each.name())).fill(0));
        }
        return outputs;
    }

    /** What was written takes the place of what was read, where there is such. */
    private void exchange(String name) {
        written.computeIfPresent(
                OnnxStep.updated(name), (output, result) -> Objects.requireNonNull(places.put(name, result)));
    }

    private Floats place(String name) {
        return Objects.requireNonNull(places.get(name), name);
    }

    @Override
    public Weights gradients(List<Tensor> batch) {
        Map<String, Tensor> gradients = new LinkedHashMap<>();
        try (Natives natives = new Natives()) {
            Map<String, Floats> outputs = new LinkedHashMap<>();
            for (Parameter each : program.learning()) {
                outputs.put(Differentiation.output(each.name()), new Floats(each.shape(), environment, natives));
            }
            run(batch, new double[program.rates()], outputs);
            program.learning()
                    .forEach(each -> gradients.put(
                            each.name(),
                            Objects.requireNonNull(outputs.get(Differentiation.output(each.name())))
                                    .tensor()));
        }
        return Weights.of(gradients);
    }

    /**
     * Computes the program's outputs.
     *
     * @param others outputs, and where they are written
     */
    private List<Tensor> run(List<Tensor> batch, double[] rates, Map<String, Floats> others) {
        program.check(batch);
        checkOpen();
        double[] now = update.numbers(batches + 1, rates);
        for (int i = 0; i < now.length; i++) {
            numbers.get(i).fill(now[i]);
        }
        try (Natives natives = new Natives()) {
            Map<String, OnnxTensor> feeds = new LinkedHashMap<>();
            placeInputs.forEach((input, name) -> feeds.put(input, place(name).onnx()));
            for (int i = 0; i < batchInputs.size(); i++) {
                Tensor tensor = batch.get(i);
                feeds.put(batchInputs.get(i), natives.wrap(environment, tensor.type(), tensor.shape(), tensor.bytes()));
            }
            Map<String, OnnxTensor> outputs = Maps.transformValues(others, Floats::onnx);
            OrtSession.Result run = natives.add(session.run(feeds, results, outputs));
            ImmutableList.Builder<Tensor> copies = ImmutableList.builder();
            for (String output : results) {
                copies.add(OnnxSession.copy(DType.FLOAT32, run.get(output).orElseThrow(AssertionError::new)));
            }
            return copies.build();
        } catch (OrtException e) {
            throw new EngineException("ONNX Runtime failed while it ran " + SUBJECT + ": " + e.getMessage(), e);
        }
    }

    @Override
    public Weights weights() {
        checkOpen();
        Map<String, Tensor> weights = new LinkedHashMap<>();
        for (Parameter parameter : program.graph().parameters()) {
            Floats learnt = places.get(UpdateProgram.parameter(parameter.name()));
            weights.put(parameter.name(), learnt == null ? given.get(parameter.name()) : learnt.tensor());
        }
        return Weights.of(weights);
    }

    @Override
    public Weights averages() {
        checkOpen();
        Map<String, Tensor> averages = new LinkedHashMap<>();
        program.averaged()
                .forEach(each -> averages.put(
                        each.name(), place(UpdateProgram.average(program, each)).tensor()));
        return Weights.of(averages);
    }

    @Override
    public Weights state() {
        checkOpen();
        Map<String, Tensor> state = new LinkedHashMap<>();
        program.state().keySet().forEach(name -> state.put(name, place(name).tensor()));
        if (program.accumulation() > 1) {
            state.put(TrainingProgram.BATCHES, Tensor.of(Shape.of(1), (long) batches));
        }
        return Weights.of(state).with(update.counts());
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
        } finally {
            held.close();
        }
    }
}
