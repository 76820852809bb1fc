package io.ocelli.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ocelli.engine.Averaging;
import io.ocelli.engine.Optimizer;
import io.ocelli.engine.Precision;
import io.ocelli.engine.Trainer;
import io.ocelli.engine.TrainingProgram;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Initialization;
import io.ocelli.graph.Input;
import io.ocelli.graph.Parameter;
import io.ocelli.graph.Value;
import io.ocelli.graph.Weight;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Running averages of weights, kept beside a step or read by it. */
public interface AverageContract extends EngineUnderTest {
    String W = "w";
    String AVERAGE = TrainingProgram.average(W);
    String READ = "read";
    Weights START =
            Weights.of(Map.of(W, Tensor.of(Shape.of(1, 2), 1f, 2f), AVERAGE, Tensor.of(Shape.of(1, 2), 1f, 2f)));
    List<Tensor> BATCH = List.of(Tensor.of(Shape.of(1, 2), 1f, -1f));

    /** The gradient of the mean of w x is x / 2; by plain SGD, w changes by the rate times it. */
    private static TrainingProgram program(boolean read) {
        return program(read, updates -> 0.9);
    }

    private static TrainingProgram program(boolean read, Averaging averaging) {
        Graph.Builder graph = Graph.builder();
        Value x = Value.of(graph, graph.add("x", new Input(DType.FLOAT32, 2)));
        Weight weight = new Weight(Shape.of(1, 2), Parameter.Role.WEIGHT, Initialization.ZEROS);
        Value w = Value.of(graph, graph.add(W, weight));
        Value loss = w.times(x).mean();
        if (read) {
            Value average = Value.of(graph, graph.add(AVERAGE, weight));
            graph.output(READ, average.times(x).mean().name());
            loss = loss.plus(w.times(average).mean().times(0));
        }
        graph.output(TrainingProgram.LOSS, loss.name());
        return new TrainingProgram(
                        graph.build(),
                        Map.of("x", Shape.of(1, 2)),
                        Map.of(W, 0),
                        Set.of(),
                        Optimizer.sgd(1),
                        Double.POSITIVE_INFINITY,
                        Precision.FP32,
                        1)
                .with(List.of(), averaging);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    default void anAverageKeepsItsShare(boolean read) {
        try (Trainer trainer = train(program(read), START, Weights.empty())) {
            trainer.step(BATCH, 1);
            trainer.step(BATCH, 1);

            // w: 1, 0.5, 0 and 2, 2.5, 3
            assertThat(trainer.averages().get(W).toFloats())
                    .containsExactly(new float[] {0.9f * 0.95f, 0.9f * 2.05f + 0.3f}, within(1e-6f));
            assertThat(trainer.weights().contains(AVERAGE)).isEqualTo(read);
            assertThat(trainer.state().contains(AVERAGE)).isEqualTo(!read);
        }
    }

    /** w is 0.5, 0, -0.5 after the updates; the average counts from the second on, and goes on counting when it is resumed. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    default void anAverageCountsUpdates(boolean resumed) {
        TrainingProgram program = program(false, updates -> updates < 2 ? 0 : (updates - 2.0) / (updates - 1));
        try (Trainer first = train(program, START, Weights.empty())) {
            first.step(BATCH, 1);
            assertThat(first.averages().get(W).toFloats()[0]).isEqualTo(0.5f);
            first.step(BATCH, 1);
            assertThat(first.averages().get(W).toFloats()[0]).isEqualTo(0, within(1e-6f));
            if (resumed) {
                try (Trainer second = train(program, first.weights(), first.state())) {
                    second.step(BATCH, 1);
                    assertThat(second.averages().get(W).toFloats()[0]).isEqualTo(-0.25f, within(1e-6f));
                }
            } else {
                first.step(BATCH, 1);
                assertThat(first.averages().get(W).toFloats()[0]).isEqualTo(-0.25f, within(1e-6f));
            }
        }
    }

    @Test
    default void anAverageKeepsAShare() {
        try (Trainer trainer = train(program(false, updates -> 1.5), START, Weights.empty())) {
            assertThatThrownBy(() -> trainer.step(BATCH, 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("An average keeps a share from 0 to 1 in an update, received 1.5 of ");
        }
    }

    /** A step reads what the average was when it began. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    default void aStepReadsAnAverage(boolean resumed) {
        TrainingProgram program = program(true);
        try (Trainer first = train(program, START, Weights.empty())) {
            assertThat(read(first.step(BATCH, 1))).isEqualTo(-0.5f);
            if (resumed) {
                try (Trainer second = train(program, first.weights(), first.state())) {
                    assertThat(read(second.step(BATCH, 1))).isEqualTo((0.95f - 2.05f) / 2, within(1e-6f));
                }
            } else {
                assertThat(read(first.step(BATCH, 1))).isEqualTo((0.95f - 2.05f) / 2, within(1e-6f));
            }
        }
    }

    private static float read(List<Tensor> outputs) {
        return outputs.get(0).toFloats()[0];
    }
}
