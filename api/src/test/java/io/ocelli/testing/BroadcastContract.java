package io.ocelli.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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

/** A weight of one row that is the size of a batch of one, and of no other. */
public interface BroadcastContract extends EngineUnderTest {
    @Test
    default void aRowThatAllSamplesReadGathersTheirGradients() {
        Graph.Builder graph = Graph.builder();
        Value x = Value.of(graph, graph.add("x", new Input(DType.FLOAT32, 2)));
        Value row = Value.of(
                graph, graph.add("row", new Weight(Shape.of(1, 2), Parameter.Role.WEIGHT, Initialization.ZEROS)));
        graph.output(TrainingProgram.LOSS, x.plus(row).times(x).mean().name());
        TrainingProgram program = new TrainingProgram(
                graph.build(),
                Map.of("x", Shape.of(1, 2)),
                Map.of("row", 0),
                Set.of(),
                Optimizer.sgd(1),
                Double.POSITIVE_INFINITY,
                Precision.FP32,
                1);
        Weights zeros = Weights.of(Map.of("row", Tensor.zeros(DType.FLOAT32, Shape.of(1, 2))));
        try (Trainer trainer = train(program, zeros, Weights.empty())) {
            List<Tensor> batch = List.of(Tensor.of(Shape.of(3, 2), 1f, 2f, 3f, 4f, 5f, 6f));

            assertThat(trainer.gradients(batch).get("row").toFloats())
                    .containsExactly(new float[] {9 / 6f, 12 / 6f}, within(1e-6f));
        }
    }
}
