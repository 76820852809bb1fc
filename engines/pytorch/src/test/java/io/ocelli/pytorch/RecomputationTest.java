package io.ocelli.pytorch;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocelli.engine.Device;
import io.ocelli.engine.Optimizer;
import io.ocelli.engine.Precision;
import io.ocelli.engine.Trainer;
import io.ocelli.engine.TrainingProgram;
import io.ocelli.graph.Activation;
import io.ocelli.graph.AdaptiveAvgPool2d;
import io.ocelli.graph.Add;
import io.ocelli.graph.BatchNorm2d;
import io.ocelli.graph.Conv2d;
import io.ocelli.graph.Flatten;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Input;
import io.ocelli.graph.Linear;
import io.ocelli.graph.Parameter;
import io.ocelli.graph.Size;
import io.ocelli.graph.Value;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.testing.Golden;
import io.ocelli.training.Loss;
import io.ocelli.weights.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A step that computes activations again gives what one gives that keeps them. */
class RecomputationTest {
    private static final int CLASSES = 3;
    private static final Shape IMAGE = Shape.of(1, 3, 8, 8);

    /** Blocks with a sum around two convolutions and their norms; the middle of the second is read once more at the end. */
    private static TrainingProgram program(Precision precision, Set<String> frozen) {
        Graph.Builder graph = Graph.builder();
        String x = graph.add("input", new Input(DType.FLOAT32, 4));
        x = graph.add("stem", Conv2d.of(3, 8, 3).padding(1), x);
        String tap = x;
        for (int block = 0; block < 4; block++) {
            String inner = graph.add(block + ".conv1", Conv2d.of(8, 8, 3).padding(1), x);
            inner = graph.add(block + ".bn1", BatchNorm2d.of(8), inner);
            inner = graph.add(block + ".relu1", Activation.RELU, inner);
            tap = block == 1 ? inner : tap;
            inner = graph.add(block + ".conv2", Conv2d.of(8, 8, 3).padding(1), inner);
            inner = graph.add(block + ".bn2", BatchNorm2d.of(8), inner);
            x = graph.add(block + ".relu2", Activation.RELU, graph.add(block + ".sum", new Add(), x, inner));
        }
        x = graph.add("late", new Add(), x, tap);
        x = graph.add("flatten", new Flatten(), graph.add("pool", new AdaptiveAvgPool2d(Size.of(2)), x));
        String logits = graph.add("fc", Linear.of(32, CLASSES), x);
        String targets = graph.add("targets", new Input(DType.FLOAT32, 2));
        graph.output("logits", logits);
        graph.output("tap", tap);
        graph.output(
                TrainingProgram.LOSS,
                Loss.crossEntropy()
                        .of(Value.of(graph, logits), Value.of(graph, targets))
                        .name());
        Graph whole = graph.build();
        Map<String, Integer> groups = new LinkedHashMap<>();
        for (Parameter parameter : whole.parameters()) {
            String node = parameter.name().substring(0, parameter.name().lastIndexOf('.'));
            if (parameter.role() == Parameter.Role.WEIGHT && !frozen.contains(node)) {
                groups.put(parameter.name(), 0);
            }
        }
        return new TrainingProgram(
                whole,
                Map.of("input", IMAGE, "targets", Shape.of(1, CLASSES)),
                groups,
                frozen,
                Optimizer.sgd(0.1).momentum(0.9),
                Double.POSITIVE_INFINITY,
                precision,
                1);
    }

    private static List<Tensor> batch(int number) {
        float[] targets = new float[4 * CLASSES];
        for (int row = 0; row < 4; row++) {
            targets[row * CLASSES + (row + number) % CLASSES] = 1;
        }
        return List.of(
                Golden.tensor("batch" + number, IMAGE.with(0, 4), -2, 2), Tensor.of(Shape.of(4, CLASSES), targets));
    }

    /** What three steps give and leave, every output and every number of the network. */
    private static Map<String, double[]> learnt(TrainingProgram program) {
        Map<String, Shape> state = new LinkedHashMap<>();
        program.graph().parameters().forEach(parameter -> state.put(parameter.name(), parameter.shape()));
        Map<String, double[]> learnt = new LinkedHashMap<>();
        try (Trainer trainer =
                new PyTorchEngine().train(program, Golden.weights(state, 1), Weights.empty(), Device.CPU)) {
            Weights gradients = trainer.gradients(batch(9));
            gradients
                    .names()
                    .forEach(name ->
                            learnt.put("gradient " + name, gradients.get(name).toDoubles()));
            for (int step = 0; step < 3; step++) {
                List<Tensor> outputs = trainer.step(batch(step), 0.1);
                for (int i = 0; i < outputs.size(); i++) {
                    learnt.put("output " + step + " " + i, outputs.get(i).toDoubles());
                }
            }
            Weights weights = trainer.weights();
            weights.names().forEach(name -> learnt.put(name, weights.get(name).toDoubles()));
        }
        return learnt;
    }

    @ParameterizedTest
    @EnumSource(
            value = Precision.class,
            names = {"FP32", "MIXED"})
    void givesWhatKeepingGives(Precision precision) {
        TrainingProgram program = program(precision, Set.of());

        same(learnt(program.recomputing()), learnt(program), precision);
    }

    /** The stem and the first norms stay as they are: their part has no gradients, or some. */
    @Test
    void whatIsFrozenStays() {
        TrainingProgram program = program(Precision.FP32, Set.of("stem", "0.conv1", "0.bn1"));
        Map<String, double[]> learnt = learnt(program.recomputing());

        same(learnt, learnt(program), Precision.FP32);
        assertThat(learnt.get("0.bn1.num_batches_tracked"))
                .containsExactly(learnt(program).get("0.bn1.num_batches_tracked"));
    }

    @Test
    void theNetworkIsCutIntoParts() {
        TrainingProgram program = program(Precision.FP32, Set.of());

        assertThat(Part.of(program.graph(), program.shapes(2)))
                .hasSizeBetween(3, 5)
                .allSatisfy(part -> assertThat(part.nodes()).isNotEmpty());
    }

    private static void same(Map<String, double[]> some, Map<String, double[]> others, Precision precision) {
        assertThat(some.keySet()).isEqualTo(others.keySet());
        double tolerance = precision == Precision.FP32 ? 1e-6 : 2e-2;
        some.forEach((name, values) -> assertThat(io.ocelli.testing.Close.difference(values, others.get(name)))
                .as(name)
                .isLessThanOrEqualTo(tolerance));
    }
}
