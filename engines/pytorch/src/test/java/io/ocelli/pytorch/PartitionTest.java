package io.ocelli.pytorch;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocelli.engine.Device;
import io.ocelli.engine.Optimizer;
import io.ocelli.engine.Precision;
import io.ocelli.engine.Trainer;
import io.ocelli.engine.TrainingProgram;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Input;
import io.ocelli.graph.Linear;
import io.ocelli.graph.Slice;
import io.ocelli.graph.Value;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Slices are what they are, whether they are taken in one or each by itself. */
class PartitionTest {
    /** A slice of four numbers, and by what it is multiplied in the loss. */
    private record Cut(int dimension, int start, int end, int step, double times) {}

    /** The gradients that come to four numbers, by hand. */
    @Test
    void gradientsAreThoseOfEachSlice() {
        assertThat(gradients(new Cut(-1, 2, Slice.TO_END, 1, 5), new Cut(1, 0, 2, 1, 3)))
                .as("two halves, the second first")
                .containsExactly(3, 3, 5, 5);
        assertThat(gradients(new Cut(1, 0, 1, 1, 2), new Cut(1, 1, 3, 1, 3), new Cut(1, 3, 4, 1, 7)))
                .containsExactly(2, 3, 3, 7);
        assertThat(gradients(new Cut(1, 0, 2, 1, 3), new Cut(1, 2, 3, 1, 5)))
                .as("the last is left out")
                .containsExactly(3, 3, 5, 0);
        assertThat(gradients(new Cut(1, 0, 3, 1, 3), new Cut(1, 2, 4, 1, 5)))
                .as("the third twice")
                .containsExactly(3, 3, 8, 5);
        assertThat(gradients(new Cut(1, 0, 4, 2, 3), new Cut(1, 1, 4, 2, 5)))
                .as("every other")
                .containsExactly(3, 5, 3, 5);
        assertThat(gradients(new Cut(1, 0, 2, 1, 3), new Cut(1, 2, 4, 1, 0)))
                .as("nothing comes to the second")
                .containsExactly(3, 3, 0, 0);
    }

    @Test
    void halvesAreTakenInOne() {
        Graph.Builder graph = Graph.builder();
        String x = graph.add("x", new Input(DType.FLOAT32, 2));
        graph.add("second", new Slice(1, 2, 4, 1), x);
        graph.add("first", new Slice(-1, 0, 2, 1), x);
        graph.add("alone", new Slice(1, 0, 2, 2), x);
        graph.output("second", "second").output("first", "first").output("alone", "alone");
        Graph built = graph.build();
        Map<String, Shape> shapes = built.shapes(Map.of("x", Shape.of(2, 4)));
        Partition halves = new Partition("x", 1, List.of(2L, 2L));

        assertThat(Partition.of(built, shapes))
                .containsOnly(
                        Map.entry("first", new Partition.Place(halves, 0)),
                        Map.entry("second", new Partition.Place(halves, 1)));
    }

    private static double[] gradients(Cut... cuts) {
        Graph.Builder graph = Graph.builder();
        String x = graph.add("x", new Input(DType.FLOAT32, 2));
        String four = graph.add("fc", new Linear(1, 4, false), x);
        Value loss = null;
        for (Cut cut : cuts) {
            String name = graph.add(
                    "slice" + cut.start(), new Slice(cut.dimension(), cut.start(), cut.end(), cut.step()), four);
            Value term = Value.of(graph, name).sum().times(cut.times());
            loss = loss == null ? term : loss.plus(term);
        }
        graph.output(TrainingProgram.LOSS, loss.name());
        TrainingProgram program = new TrainingProgram(
                graph.build(),
                Map.of("x", Shape.of(1, 1)),
                Map.of("fc.weight", 0),
                Set.of(),
                Optimizer.sgd(0.1),
                Double.POSITIVE_INFINITY,
                Precision.FP32,
                1);
        Weights weights = Weights.of(Map.of("fc.weight", Tensor.of(Shape.of(4, 1), 1f, 2f, 3f, 4f)));
        try (Trainer trainer = new PyTorchEngine().train(program, weights, Weights.empty(), Device.CPU)) {
            return trainer.gradients(List.of(Tensor.of(Shape.of(1, 1), 1f)))
                    .get("fc.weight")
                    .toDoubles();
        }
    }
}
