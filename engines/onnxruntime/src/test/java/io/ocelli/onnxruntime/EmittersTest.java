package io.ocelli.onnxruntime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ocelli.engine.Device;
import io.ocelli.engine.Program;
import io.ocelli.engine.Runner;
import io.ocelli.graph.AdaptiveAvgPool2d;
import io.ocelli.graph.BatchNorm2d;
import io.ocelli.graph.Conv2d;
import io.ocelli.graph.Input;
import io.ocelli.graph.Linear;
import io.ocelli.graph.MaxPool2d;
import io.ocelli.graph.Operation;
import io.ocelli.graph.Operations;
import io.ocelli.graph.Padding;
import io.ocelli.graph.Size;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.testing.Golden;
import io.ocelli.weights.Weights;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What ONNX says otherwise than PyTorch; the contract suite has every operation's figures. */
class EmittersTest {

    @Test
    void everyOperationHasAnEmitter() {
        assertThat(Operations.types())
                .filteredOn(type -> type != Input.class)
                .allSatisfy(type ->
                        assertThat(Emitters.knows(type)).as(type.getName()).isTrue());
    }

    @Test
    void adaptiveWindowsOverlapWhereExtentsDoNotDivide() {
        // Rows 0..4 by threes: [0, 2), [1, 4), [3, 5).
        assertThat(run(new AdaptiveAvgPool2d(new Size(3, 1)), Tensor.of(Shape.of(1, 1, 5, 1), 1f, 2f, 4f, 8f, 16f)))
                .containsExactly(new float[] {1.5f, 14f / 3, 12f}, within(1e-5f));
    }

    @Test
    void adaptiveWindowsOfOneSizeAreMeans() {
        assertThat(run(new AdaptiveAvgPool2d(new Size(1, 2)), Tensor.of(Shape.of(1, 1, 1, 4), 1f, 2f, 4f, 8f)))
                .containsExactly(1.5f, 6f);
    }

    @Test
    void samePaddingPutsTheOddOneAfter() {
        Conv2d conv = Conv2d.of(1, 1, 2).padding(Padding.SAME).withoutBias();
        Weights weights =
                Weights.of(java.util.Map.of("node.weight", Tensor.of(Shape.of(1, 1, 2, 2), 1f, 10f, 100f, 1000f)));

        assertThat(run(conv, Tensor.of(Shape.of(1, 1, 2, 2), 1f, 2f, 3f, 4f), weights))
                .containsExactly(4321f, 302f + 100f, 43f, 4f);
    }

    @Test
    void roundedUpPoolingDropsAWindowThatStartsInThePadding() {
        Tensor x = Golden.tensor("x", Shape.of(2, 1, 5, 5), -1, 1);
        MaxPool2d pool = MaxPool2d.of(2, 2).padding(1).roundingUp();
        Shape shape = pool.infer(List.of(x.shape()));

        assertThat(run(pool, x)).hasSize((int) shape.count());
    }

    @Test
    void roundedUpPoolingTakesWhatTheLastWindowSees() {
        assertThat(run(MaxPool2d.of(3, 2).roundingUp(), Tensor.of(Shape.of(1, 1, 4, 4), sequence(16))))
                .containsExactly(10f, 11f, 14f, 15f);
    }

    @Test
    void aLinearLayerWorksOnTokens() {
        Linear linear = new Linear(2, 3, true);
        Tensor x = Golden.tensor("x", Shape.of(2, 4, 2), -1, 1);
        Weights weights = Networks.weights(Networks.of(linear, Shape.of(1, 4, 2)));

        float[] tokens = run(linear, x, weights);
        float[] rows = run(linear, x.reshape(Shape.of(8, 2)), weights);

        assertThat(tokens).containsExactly(rows, within(1e-6f));
    }

    @Test
    void aBatchNormWithoutAConvolutionBeforeItUsesItsStatistics() {
        BatchNorm2d norm = BatchNorm2d.of(2);
        Tensor x = Golden.tensor("x", Shape.of(1, 2, 1, 1), -1, 1);
        Weights weights = Networks.weights(Networks.of(norm, x.shape()));

        float[] expected = new float[2];
        for (int i = 0; i < 2; i++) {
            double scale = at(weights, "weight", i) / Math.sqrt(at(weights, "running_var", i) + 1e-5);
            expected[i] = (float) (at(weights, "bias", i) + (x.toFloats()[i] - at(weights, "running_mean", i)) * scale);
        }
        assertThat(run(norm, x, weights)).containsExactly(expected, within(1e-6f));
    }

    private static double at(Weights weights, String parameter, int i) {
        return weights.get("node." + parameter).toDoubles()[i];
    }

    private static float[] sequence(int count) {
        float[] values = new float[count];
        Arrays.setAll(new double[count], i -> values[i] = i);
        return values;
    }

    private static float[] run(Operation operation, Tensor x) {
        return run(operation, x, Weights.empty());
    }

    private static float[] run(Operation operation, Tensor x, Weights weights) {
        Program program = Networks.of(operation, x.shape().with(0, 1));
        try (Runner runner = new OnnxRuntimeEngine().open(program, weights, Device.CPU)) {
            return runner.run(List.of(x)).get(0).toFloats();
        }
    }
}
