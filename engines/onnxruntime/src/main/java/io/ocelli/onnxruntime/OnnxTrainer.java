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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

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

    private final OrtEnvironment environment;
    private final OrtSession session;
    private final List<String> inputs;
    /** The program's outputs. */
    private final Set<String> results;
    private int batches;
    private boolean closed;

    OnnxTrainer(TrainingProgram program, Weights weights, Weights state, Device device) {
        this.program = program;
        this.update = new UpdateProgram(program, state);
        this.given = weights;
        for (Parameter parameter : program.learning()) {
            Tensor start = checked(weights.get(parameter.name()), "The parameter", parameter.name(), parameter.shape());
            places.put(UpdateProgram.parameter(parameter.name()), Floats.copy(start));
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
        update.graph().outputs().keySet().forEach(this::written);
        if (program.accumulation() > 1) {
            program.learning().forEach(each -> written(TrainingProgram.accumulated(each.name())));
        }
        Tensor accumulated = state.find(TrainingProgram.BATCHES);
        this.batches = accumulated == null ? 0 : (int) accumulated.toLongs()[0];
        this.environment = OnnxRuntime.environment();
        this.session =
                OnnxRuntime.session(SUBJECT, OnnxStep.compile(program, update, weights), device, Preset.LATENCY);
        this.inputs = ImmutableList.copyOf(session.getInputNames());
        this.results = ImmutableSet.copyOf(program.graph().outputs().keySet());
    }

    private void written(String name) {
        written.put(OnnxStep.updated(name), Floats.zeros(place(name).shape()));
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
                            place(TrainingProgram.accumulated(each.name())).clear());
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
        Map<String, Floats> gradients = new LinkedHashMap<>();
        Map<String, Floats> outputs = new LinkedHashMap<>();
        for (Parameter each : program.learning()) {
            Floats gradient = Floats.zeros(each.shape());
            gradients.put(each.name(), gradient);
            outputs.put(Differentiation.output(each.name()), gradient);
        }
        run(batch, new double[program.rates()], outputs);
        return Weights.of(Maps.transformValues(gradients, Floats::tensor));
    }

    /**
     * Computes the program's outputs.
     *
     * @param pinned other outputs, and where they are written
     */
    private List<Tensor> run(List<Tensor> batch, double[] rates, Map<String, Floats> pinned) {
        program.check(batch);
        checkOpen();
        double[] numbers = update.numbers(batches + 1, rates);
        try (Natives natives = new Natives()) {
            Map<String, OnnxTensor> feeds = new LinkedHashMap<>();
            for (Parameter changing : OnnxStep.changing(program)) {
                feeds.put(inputs.get(feeds.size()), wrap(place(UpdateProgram.parameter(changing.name())), natives));
            }
            for (Tensor tensor : batch) {
                feeds.put(
                        inputs.get(feeds.size()),
                        natives.wrap(environment, tensor.type(), tensor.shape(), tensor.bytes()));
            }
            for (String input : inputs.subList(feeds.size(), inputs.size())) {
                int scalar = update.scalars().indexOf(OnnxStep.name(input));
                Floats source = scalar < 0
                        ? place(OnnxStep.name(input))
                        : Floats.copy(Tensor.of(Shape.of(), (float) numbers[scalar]));
                feeds.put(input, wrap(source, natives));
            }
            Map<String, OnnxTensor> outputs = new LinkedHashMap<>();
            for (Map.Entry<String, Floats> output : pinned.entrySet()) {
                outputs.put(output.getKey(), wrap(output.getValue(), natives));
            }
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
            session.close();
        } catch (OrtException e) {
            throw new EngineException("ONNX Runtime failed to close " + SUBJECT + ": " + e.getMessage(), e);
        }
    }
}
