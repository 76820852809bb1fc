package io.ocelli.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.engine.Device;
import io.ocelli.engine.Program;
import io.ocelli.engine.Runner;
import io.ocelli.error.EngineException;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** How a runner behaves, whatever it computes. */
public interface RunnerContract extends EngineUnderTest {

    @Test
    default void outputsComeInTheGraphsOrder() {
        try (Runner runner = open()) {
            List<Tensor> outputs = runner.run(List.of(SmallNetwork.input("order", 3)));

            assertThat(outputs).hasSize(2);
            double sum = 0;
            for (double probability : outputs.get(0).toDoubles()) {
                sum += probability;
            }
            assertThat(sum).isCloseTo(3, org.assertj.core.data.Offset.offset(1e-5));
        }
    }

    @Test
    default void aSamplesResultDoesNotDependOnItsBatch() {
        Tensor whole = SmallNetwork.input("split", 7);
        try (Runner runner = open()) {
            double[] together = runner.run(List.of(whole)).get(1).toDoubles();
            for (int size = 1; size <= 3; size++) {
                List<Double> apart = new ArrayList<>();
                for (int from = 0; from < 7; from += size) {
                    Tensor part = SmallNetwork.rows(whole, from, Math.min(7, from + size));
                    for (double logit : runner.run(List.of(part)).get(1).toDoubles()) {
                        apart.add(logit);
                    }
                }
                Close.assertClose(
                        apart.stream().mapToDouble(Double::doubleValue).toArray(),
                        together,
                        1e-6,
                        "batches of " + size);
            }
        }
    }

    @Test
    default void eightThreadsGetWhatOneGets() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (Runner runner = open()) {
            List<Tensor> expected = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                expected.add(
                        runner.run(List.of(SmallNetwork.input("thread" + i, 2))).get(1));
            }
            List<Future<Tensor>> answers = new ArrayList<>();
            for (int i = 0; i < 160; i++) {
                Tensor input = SmallNetwork.input("thread" + i % 4, 2);
                answers.add(threads.submit(() -> runner.run(List.of(input)).get(1)));
            }
            for (int i = 0; i < answers.size(); i++) {
                assertThat(answers.get(i).get().bytes())
                        .isEqualTo(expected.get(i % 4).bytes());
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    default void takesBuffersOnTheHeap() {
        Tensor direct = SmallNetwork.input("heap", 2);
        ByteBuffer heap = ByteBuffer.allocate(direct.bytes().remaining())
                .put(direct.bytes())
                .flip();
        try (Runner runner = open()) {
            ByteBuffer expected = runner.run(List.of(direct)).get(1).bytes();

            Tensor onHeap = Tensor.of(DType.FLOAT32, direct.shape(), heap);
            assertThat(runner.run(List.of(onHeap)).get(1).bytes()).isEqualTo(expected);
        }
    }

    @Test
    default void aResultOutlivesItsRunner() {
        Runner runner = open();
        Tensor logits = runner.run(List.of(SmallNetwork.input("outlives", 1))).get(1);
        double[] before = logits.toDoubles();
        runner.close();

        assertThat(logits.toDoubles()).isEqualTo(before);
    }

    @Test
    default void afterCloseARunSaysSo() {
        Runner runner = open();
        runner.close();

        assertThatThrownBy(() -> runner.run(List.of(SmallNetwork.input("closed", 1))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("A runner runs until it is closed, and that of the program was closed; open another");
    }

    @Test
    default void closingTwiceIsFine() {
        Runner runner = open();
        runner.close();
        runner.close();
    }

    @Test
    default void opensAndClosesFiftyTimes() {
        double[] first = {};
        for (int i = 0; i < 50; i++) {
            try (Runner runner = open()) {
                double[] logits = runner.run(List.of(SmallNetwork.input("fifty", 1)))
                        .get(1)
                        .toDoubles();
                first = i == 0 ? logits : first;
                assertThat(logits).isEqualTo(first);
            }
        }
    }

    @Test
    default void refusesAnotherNumberOfInputs() {
        try (Runner runner = open()) {
            assertThatThrownBy(() -> runner.run(List.of()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the program takes [input FLOAT32[?, 3, 8, 8]], received []");
        }
    }

    @Test
    default void refusesAnInputOfAnotherShape() {
        try (Runner runner = open()) {
            assertThatThrownBy(() -> runner.run(List.of(Tensor.zeros(DType.FLOAT32, Shape.of(2, 3, 8, 7)))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Input 0 of the program is input FLOAT32[?, 3, 8, 8], received FLOAT32[2, 3, 8, 7]");
        }
    }

    @Test
    default void refusesAnInputOfAnotherType() {
        try (Runner runner = open()) {
            assertThatThrownBy(() -> runner.run(List.of(Tensor.zeros(DType.UINT8, Shape.of(2, 3, 8, 8)))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Input 0 of the program is input FLOAT32[?, 3, 8, 8], received UINT8[2, 3, 8, 8]");
        }
    }

    @Test
    default void aMissingWeightIsNamed() {
        SmallNetwork network = SmallNetwork.withBatchNorm();
        Weights lacking = network.weights().rename(name -> name.replace("fc.weight", "classifier.weight"));

        assertThatThrownBy(() -> engine().open(network.program(), lacking, Device.CPU))
                .isInstanceOf(EngineException.class)
                .hasMessage("The network needs 'fc.weight' [5, 32], received weights without it");
    }

    @Test
    default void aWeightOfAnotherShapeIsNamed() {
        SmallNetwork network = SmallNetwork.withBatchNorm();
        Weights other =
                network.weights().with(Weights.of(Map.of("fc.weight", Tensor.zeros(DType.FLOAT32, Shape.of(7, 32)))));

        assertThatThrownBy(() -> engine().open(network.program(), other, Device.CPU))
                .isInstanceOf(EngineException.class)
                .hasMessage("The network needs 'fc.weight' [5, 32], received FLOAT32[7, 32]");
    }

    private Runner open() {
        SmallNetwork network = SmallNetwork.withBatchNorm();
        Program program = network.program();
        return engine().open(program, network.weights(), Device.CPU);
    }
}
