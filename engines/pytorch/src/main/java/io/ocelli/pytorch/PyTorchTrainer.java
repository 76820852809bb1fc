package io.ocelli.pytorch;

import com.google.common.collect.ImmutableList;
import io.ocelli.engine.Device;
import io.ocelli.engine.Lifetime;
import io.ocelli.engine.Precision;
import io.ocelli.engine.Trainer;
import io.ocelli.engine.TrainingProgram;
import io.ocelli.engine.UpdateProgram;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A training step on LibTorch. */
final class PyTorchTrainer implements Trainer {
    private static final Tensor NOTHING = Tensor.of(Shape.of(1), 0f);

    private final TrainingProgram program;
    private final TrainingSource source;
    private final Module module;
    private final UpdateProgram update;
    private int batches;

    PyTorchTrainer(TrainingProgram program, Weights weights, Weights state, Device device) {
        this.program = program;
        this.update = new UpdateProgram(program, state);
        this.source = new TrainingSource(program, update, device);
        Tensor accumulated = state.find(TrainingProgram.BATCHES);
        batches = accumulated == null ? 0 : (int) accumulated.toLongs()[0];
        List<Archive.Attribute> attributes = new ArrayList<>(
                Attributes.of(program.graph(), weights, source.attributes(), program.groups()::containsKey));
        Map<Shape, Tensor> zeros = new HashMap<>();
        program.state().forEach((name, shape) -> {
            Tensor kept = state.find(name);
            Tensor start = name.endsWith(TrainingProgram.average(""))
                    ? weights.get(name.substring(
                                    0,
                                    name.length() - TrainingProgram.average("").length()))
                            .to(DType.FLOAT32)
                    : name.equals(TrainingProgram.SCALE)
                            ? LossScale.start()
                            : zeros.computeIfAbsent(shape, each -> Tensor.zeros(DType.FLOAT32, each));
            attributes.add(new Archive.Attribute(
                    source.state(name), kept == null ? start : checked(kept, name, shape), false));
        });
        attributes.addAll(Attributes.constants(source.constants()));
        module = Module.load(source.write(), attributes, device, new Lifetime(CLOSED));
    }

    private static Tensor checked(Tensor kept, String name, Shape shape) {
        if (!kept.shape().equals(shape)) {
            throw new IllegalArgumentException(
                    "The optimiser's '" + name + "' has the shape " + shape + ", received " + kept.shape());
        }
        return kept;
    }

    @Override
    public List<Tensor> accumulate(List<Tensor> inputs) {
        program.check(inputs);
        List<Tensor> outputs = module.learn("accumulate", inputs);
        batches++;
        return outputs;
    }

    @Override
    public List<Tensor> step(List<Tensor> inputs, double... rates) {
        program.check(inputs);
        double[] numbers = update.numbers(batches + 1, rates);
        List<Tensor> arguments = new ArrayList<>(inputs);
        arguments.add(Tensor.of(Shape.of(numbers.length), numbers));
        List<Tensor> outputs = module.learn("step", arguments);
        batches = 0;
        if (program.precision() != Precision.MIXED_FP16) {
            update.count();
            return outputs;
        }
        int last = outputs.size() - 1;
        if (outputs.get(last).toFloats()[0] != 0) {
            update.count();
        }
        return outputs.subList(0, last);
    }

    @Override
    public TrainingProgram program() {
        return program;
    }

    @Override
    public Weights gradients(List<Tensor> inputs) {
        program.check(inputs);
        return named(source.learning(), module.learn("gradients", inputs));
    }

    @Override
    public Weights weights() {
        return named(source.attributes().keySet(), module.infer("weights", ImmutableList.of(NOTHING)));
    }

    @Override
    public Weights state() {
        Map<String, Tensor> counts = new LinkedHashMap<>();
        if (program.accumulation() > 1) {
            counts.put(TrainingProgram.BATCHES, Tensor.of(Shape.of(1), (long) batches));
        }
        return kept().with(update.counts()).with(Weights.of(counts));
    }

    private Weights kept() {
        Collection<String> names = program.state().keySet();
        return names.isEmpty() ? Weights.empty() : named(names, module.infer("state", ImmutableList.of(NOTHING)));
    }

    @Override
    public Weights averages() {
        if (program.averaged().isEmpty()) {
            return Weights.empty();
        }
        Weights kept = program.readAverages().isEmpty() ? kept() : kept().with(weights());
        Map<String, Tensor> averages = new LinkedHashMap<>();
        program.averaged().forEach(each -> averages.put(each.name(), kept.get(TrainingProgram.average(each.name()))));
        return Weights.of(averages);
    }

    private static Weights named(Collection<String> names, List<Tensor> tensors) {
        Map<String, Tensor> map = new LinkedHashMap<>();
        int i = 0;
        for (String name : names) {
            map.put(name, tensors.get(i++));
        }
        return Weights.of(map);
    }

    @Override
    public void close() {
        module.close();
    }
}
