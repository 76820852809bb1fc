package io.ocelli.pytorch;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocelli.engine.Device;
import io.ocelli.engine.Optimizer;
import io.ocelli.engine.Precision;
import io.ocelli.engine.Trainer;
import io.ocelli.engine.TrainingProgram;
import io.ocelli.graph.Activation;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Input;
import io.ocelli.graph.Linear;
import io.ocelli.graph.Value;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.testing.Close;
import io.ocelli.testing.Golden;
import io.ocelli.weights.Weights;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Steps in float16. The engine gives them to GPUs alone; what they compute is the same on a processor, where LibTorch has float16
 * for linear layers, so that is where it is looked at.
 */
class LossScaleTest {
    private static final Shape WIDE = Shape.of(8, 6);
    private static final Shape LAST = Shape.of(1, 8);

    private static TrainingProgram program(Precision precision) {
        Graph.Builder graph = Graph.builder();
        String x = graph.add("x", new Input(DType.FLOAT32, 2));
        x = graph.add("relu", Activation.RELU, graph.add("first", new Linear(6, 8, false), x));
        Value result = Value.of(graph, graph.add("last", new Linear(8, 1, false), x));
        graph.output(TrainingProgram.LOSS, result.squared().mean().name());
        return new TrainingProgram(
                graph.build(),
                Map.of("x", Shape.of(1, 6)),
                Map.of("first.weight", 0, "last.weight", 0),
                Set.of(),
                Optimizer.adam(0.01),
                Double.POSITIVE_INFINITY,
                precision,
                1);
    }

    private static Trainer trainer(TrainingProgram program, Weights state) {
        Weights weights = Weights.of(Map.of(
                "first.weight", Golden.tensor("first.weight", WIDE, -1, 1),
                "last.weight", Golden.tensor("last.weight", LAST, -1, 1)));
        return new PyTorchTrainer(program, weights, state, Device.CPU);
    }

    private static List<Tensor> batch(double most) {
        return List.of(Golden.tensor("x", Shape.of(5, 6), -most, most));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void stepsAreNearThoseOfFloat32(boolean recomputes) {
        TrainingProgram low = program(Precision.MIXED_FP16);
        try (Trainer half = trainer(recomputes ? low.recomputing() : low, Weights.empty());
                Trainer full = trainer(program(Precision.FP32), Weights.empty())) {
            assertThat(difference(half.gradients(batch(1)), full.gradients(batch(1))))
                    .isLessThan(5e-3);
            for (int step = 0; step < 3; step++) {
                double expected = full.step(batch(1), 0.01).get(0).toDoubles()[0];
                List<Tensor> outputs = half.step(batch(1), 0.01);
                assertThat(outputs).hasSize(1);
                assertThat(outputs.get(0).toDoubles()[0])
                        .isCloseTo(expected, org.assertj.core.data.Offset.offset(5e-3));
            }
            assertThat(difference(half.weights(), full.weights())).isLessThan(5e-3);
            assertThat(half.state().get(TrainingProgram.SCALE).toFloats()).containsExactly(65_536, 3);
        }
    }

    @Test
    void aStepWhoseGradientsOverflowUpdatesNothingAndHalvesTheScale() {
        try (Trainer trainer = trainer(program(Precision.MIXED_FP16), Weights.empty())) {
            trainer.step(batch(1), 0.01);
            Weights before = trainer.weights();

            trainer.step(batch(60), 0.01);

            assertThat(difference(trainer.weights(), before)).isZero();
            assertThat(trainer.state().get(TrainingProgram.SCALE).toFloats()).containsExactly(32_768, 0);
            assertThat(trainer.state()
                            .get(TrainingProgram.updates("last.weight"))
                            .toLongs())
                    .as("Adam counts the updates that were made")
                    .containsExactly(1);

            trainer.step(batch(1), 0.01);
            assertThat(difference(trainer.weights(), before)).isPositive();
        }
    }

    @Test
    void theScaleIsKeptAndDoubledAfterTwoThousandUpdates() {
        TrainingProgram program = program(Precision.MIXED_FP16);
        Weights state = Weights.of(Map.of(TrainingProgram.SCALE, Tensor.of(Shape.of(2), 1024f, 1999f)));
        try (Trainer trainer = trainer(program, state)) {
            trainer.step(batch(1), 0.01);

            assertThat(trainer.state().get(TrainingProgram.SCALE).toFloats()).containsExactly(2048, 0);
        }
    }

    @Test
    void itIsForGpus() {
        assertThat(new PyTorchEngine().refuses(program(Precision.MIXED_FP16), Device.CPU))
                .isEqualTo("MIXED_FP16 is for GPUs; a processor has MIXED, in bfloat16");
    }

    private static double difference(Weights some, Weights others) {
        double most = 0;
        for (String name : some.names()) {
            most = Math.max(
                    most,
                    Close.difference(
                            some.get(name).toDoubles(), others.get(name).toDoubles()));
        }
        return most;
    }
}
