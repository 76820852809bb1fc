package io.ocelli.pytorch;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Doubles;
import io.ocelli.engine.Device;
import io.ocelli.engine.Trainer;
import io.ocelli.engine.TrainingProgram;
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
    private static final double[] NONE = {};

    private final TrainingProgram program;
    private final TrainingSource source;
    private final Module module;
    private long updates;
    private long batches;

    PyTorchTrainer(TrainingProgram program, Weights weights, Weights state, Device device) {
        this.program = program;
        this.source = new TrainingSource(program);
        updates = count(state, TrainingProgram.UPDATES);
        batches = count(state, TrainingProgram.BATCHES);
        List<Archive.Attribute> attributes = new ArrayList<>(
                Attributes.of(program.graph(), weights, source.attributes(), program.groups()::containsKey));
        Map<Shape, Tensor> zeros = new HashMap<>();
        program.state().forEach((name, shape) -> {
            Tensor kept = state.find(name);
            attributes.add(new Archive.Attribute(
                    source.state(name),
                    kept == null
                            ? zeros.computeIfAbsent(shape, each -> Tensor.zeros(DType.FLOAT32, each))
                            : checked(kept, name, shape),
                    false));
        });
        attributes.addAll(Attributes.constants(source.constants()));
        module = Module.load(source.write(), attributes, device, CLOSED);
    }

    private static long count(Weights state, String name) {
        Tensor count = state.find(name);
        return count == null ? 0 : count.toLongs()[0];
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
        program.check(rates);
        double[] corrections = program.optimizer().corrections(updates + 1);
        double[] numbers = Doubles.concat(
                rates, corrections, program.accumulation() > 1 ? new double[] {program.average(batches + 1)} : NONE);
        List<Tensor> arguments = new ArrayList<>(inputs);
        arguments.add(Tensor.of(Shape.of(numbers.length), numbers));
        List<Tensor> outputs = module.learn("step", arguments);
        updates++;
        batches = 0;
        return outputs;
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
        Collection<String> names = program.state().keySet();
        Weights kept =
                names.isEmpty() ? Weights.empty() : named(names, module.infer("state", ImmutableList.of(NOTHING)));
        Map<String, Tensor> count = new LinkedHashMap<>();
        count.put(TrainingProgram.UPDATES, Tensor.of(Shape.of(1), updates));
        if (program.accumulation() > 1) {
            count.put(TrainingProgram.BATCHES, Tensor.of(Shape.of(1), batches));
        }
        return kept.with(Weights.of(count));
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
