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
import io.ocelli.engine.UpdateProgram;
import io.ocelli.error.EngineException;
import io.ocelli.graph.Parameter;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A training step of linear layers. ONNX Runtime computes loss, outputs and gradients, and the update.
 */
final class OnnxTrainer implements Trainer {
    private static final String SUBJECT = "the training step";

    private final TrainingProgram program;
    private final UpdateProgram update;
    private final Weights given;
    /** What an update reads and replaces, by the names that it has there. */
    private final Map<String, Floats> places = new LinkedHashMap<>();
    /** Where an update writes; then both change places. */
    private final Map<String, Floats> written = new LinkedHashMap<>();

    private final OrtEnvironment environment;
    private final OrtSession session;
    private final OrtSession updating;
    private final List<String> inputs;
    private final List<String> outputs;
    private int batches;
    private boolean closed;

    OnnxTrainer(TrainingProgram program, Weights weights, Weights state, Device device) {
        this.program = program;
        this.update = new UpdateProgram(program, state);
        this.given = weights;
        for (Parameter parameter : program.learning()) {
            Tensor start = checked(weights.get(parameter.name()), "The parameter", parameter.name(), parameter.shape());
            places.put(UpdateProgram.parameter(parameter.name()), Floats.copy(start));
            places.put(UpdateProgram.gradient(parameter.name()), Floats.zeros(parameter.shape()));
        }
        for (Parameter average : program.readAverages()) {
            Tensor start = checked(weights.get(average.name()), "The average", average.name(), average.shape());
            places.put(UpdateProgram.parameter(average.name()), Floats.copy(start));
        }
        program.state().forEach((name, shape) -> {
            Tensor kept = state.find(name);
            places.put(
                    name,
                    kept == null ? fresh(name, shape) : Floats.copy(checked(kept, "The optimiser's", name, shape)));
        });
        update.graph()
                .outputs()
                .keySet()
                .forEach(name -> written.put(name, Floats.zeros(place(name).shape())));
        Tensor accumulated = state.find(TrainingProgram.BATCHES);
        this.batches = accumulated == null ? 0 : (int) accumulated.toLongs()[0];
        this.environment = OnnxRuntime.environment();
        this.session = OnnxRuntime.session(SUBJECT, OnnxModel.compile(program, weights), device, Preset.LATENCY);
        boolean whole = false;
        try {
            this.updating = OnnxRuntime.session(SUBJECT, OnnxModel.compile(update), device, Preset.LATENCY);
            whole = true;
        } finally {
            if (!whole) {
                close(session);
            }
        }
        this.inputs = ImmutableList.copyOf(session.getInputNames());
        this.outputs = ImmutableList.copyOf(session.getOutputNames());
    }

    /** Averages begin at the weights, all else at zero. */
    private Floats fresh(String name, Shape shape) {
        String suffix = TrainingProgram.average("");
        return name.endsWith(suffix)
                ? Floats.copy(given.get(name.substring(0, name.length() - suffix.length())))
                : Floats.zeros(shape);
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
        List<Tensor> results = run(batch);
        if (program.accumulation() > 1) {
            program.learning().forEach(each -> accumulated(each.name()).add(gradient(each.name())));
        }
        batches++;
        return results;
    }

    @Override
    public List<Tensor> step(List<Tensor> batch, double... rates) {
        program.check(rates);
        List<Tensor> results = accumulate(batch);
        update(update.numbers(batches, rates));
        update.count();
        batches = 0;
        if (program.accumulation() > 1) {
            program.learning().forEach(each -> accumulated(each.name()).clear());
        }
        return results;
    }

    private void update(double... numbers) {
        try (Natives natives = new Natives()) {
            Map<String, OnnxTensor> feeds = new LinkedHashMap<>();
            for (String name : updating.getInputNames()) {
                int scalar = update.scalars().indexOf(name);
                feeds.put(
                        name,
                        scalar < 0
                                ? wrap(source(name), natives)
                                : wrap(Floats.copy(Tensor.of(Shape.of(), (float) numbers[scalar])), natives));
            }
            Map<String, OnnxTensor> results = new LinkedHashMap<>();
            for (Map.Entry<String, Floats> result : written.entrySet()) {
                results.put(OnnxModel.updated(result.getKey()), wrap(result.getValue(), natives));
            }
            natives.add(updating.run(feeds, ImmutableSet.of(), results));
        } catch (OrtException e) {
            throw new EngineException("ONNX Runtime failed while it updated the weights: " + e.getMessage(), e);
        }
        written.replaceAll((name, result) -> Objects.requireNonNull(places.put(name, result)));
    }

    /** What an update reads as an input. */
    private Floats source(String input) {
        String prefix = UpdateProgram.gradient("");
        return program.accumulation() > 1 && input.startsWith(prefix)
                ? accumulated(input.substring(prefix.length()))
                : place(input);
    }

    private Floats place(String name) {
        return Objects.requireNonNull(places.get(name), name);
    }

    private Floats gradient(String parameter) {
        return place(UpdateProgram.gradient(parameter));
    }

    private Floats accumulated(String parameter) {
        return place(TrainingProgram.accumulated(parameter));
    }

    @Override
    public Weights gradients(List<Tensor> batch) {
        run(batch);
        Map<String, Tensor> gradients = new LinkedHashMap<>();
        program.learning()
                .forEach(
                        each -> gradients.put(each.name(), gradient(each.name()).tensor()));
        return Weights.of(gradients);
    }

    /** Computes the outputs, and the gradients where they belong. */
    private List<Tensor> run(List<Tensor> batch) {
        program.check(batch);
        checkOpen();
        int results = program.graph().outputs().size();
        try (Natives natives = new Natives()) {
            Map<String, OnnxTensor> feeds = new LinkedHashMap<>();
            for (Parameter changing : OnnxModel.changing(program)) {
                feeds.put(inputs.get(feeds.size()), wrap(place(UpdateProgram.parameter(changing.name())), natives));
            }
            for (Tensor tensor : batch) {
                feeds.put(
                        inputs.get(feeds.size()),
                        natives.wrap(environment, tensor.type(), tensor.shape(), tensor.bytes()));
            }
            Map<String, OnnxTensor> gradients = new LinkedHashMap<>();
            for (Parameter learning : program.learning()) {
                gradients.put(outputs.get(results + gradients.size()), wrap(gradient(learning.name()), natives));
            }
            OrtSession.Result run =
                    natives.add(session.run(feeds, ImmutableSet.copyOf(outputs.subList(0, results)), gradients));
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
            close(session);
        } finally {
            close(updating);
        }
    }

    private static void close(OrtSession session) {
        try {
            session.close();
        } catch (OrtException e) {
            throw new EngineException("ONNX Runtime failed to close " + SUBJECT + ": " + e.getMessage(), e);
        }
    }
}
