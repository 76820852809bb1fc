package io.ocelli.onnxruntime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ocelli.engine.Device;
import io.ocelli.engine.Engine;
import io.ocelli.engine.Optimizer;
import io.ocelli.engine.Precision;
import io.ocelli.engine.Preset;
import io.ocelli.engine.Program;
import io.ocelli.engine.Runner;
import io.ocelli.engine.Trainer;
import io.ocelli.engine.TrainingProgram;
import io.ocelli.error.EngineException;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Input;
import io.ocelli.graph.Normalize;
import io.ocelli.graph.Pixels;
import io.ocelli.graph.Value;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.testing.Golden;
import io.ocelli.training.Loss;
import io.ocelli.weights.Weights;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OnnxRuntimeEngineTest {
    private final Engine engine = new OnnxRuntimeEngine();

    @Test
    void isFoundByTheServiceLoader() {
        assertThat(ServiceLoader.load(Engine.class)).extracting(Engine::name).contains("onnxruntime");
    }

    @Test
    void saysItsVersionAndProviders() {
        assertThat(engine.describe())
                .startsWith("ONNX Runtime 1.")
                .contains("CPU")
                .contains("threads");
    }

    /** ONNX Runtime has made its own copy when a session is open: what the weights lay in may be used again. */
    @Test
    void theWeightsMemoryMayBeUsedAgainOnceARunnerIsOpen() {
        Program program = Networks.small();
        Map<String, Tensor> weights = new LinkedHashMap<>();
        List<ByteBuffer> memory = new ArrayList<>();
        Networks.weights(program).toMap().forEach((name, tensor) -> {
            ByteBuffer bytes =
                    ByteBuffer.allocateDirect(tensor.bytes().remaining()).order(ByteOrder.LITTLE_ENDIAN);
            bytes.put(tensor.bytes()).flip();
            memory.add(bytes);
            weights.put(name, Tensor.of(tensor.type(), tensor.shape(), bytes));
        });
        float[] expected;
        try (Runner runner = engine.open(program, Networks.weights(program), Device.CPU)) {
            expected = runner.run(List.of(Networks.input(2))).get(0).toFloats();
        }
        try (Runner runner = engine.open(program, Weights.of(weights), Device.CPU)) {
            for (ByteBuffer bytes : memory) {
                while (bytes.hasRemaining()) {
                    bytes.put((byte) 0x7f);
                }
            }
            assertThat(runner.run(List.of(Networks.input(2))).get(0).toFloats()).isEqualTo(expected);
        }
    }

    @Test
    void aBatchGivesWhatItsSamplesGiveAlone() {
        Program program = Networks.small();
        try (Runner runner = engine.open(program, Networks.weights(program), Device.CPU)) {
            float[] both = logits(runner, Networks.input(2));
            float[] first = logits(runner, Networks.input(1));

            assertThat(both).hasSize(20);
            assertThat(Arrays.copyOf(both, 10)).containsExactly(first, within(1e-6f));
        }
    }

    @Test
    void outputsComeInTheGraphsOrder() {
        Program program = Networks.small();
        try (Runner runner = engine.open(program, Networks.weights(program), Device.CPU)) {
            List<Tensor> outputs = runner.run(List.of(Networks.input(1)));

            double sum = 0;
            for (float probability : outputs.get(1).toFloats()) {
                sum += probability;
            }
            assertThat(outputs).hasSize(2);
            assertThat(sum).isEqualTo(1, within(1e-6));
        }
    }

    @Test
    void pixelsAreScaledAndNormalisedInside() {
        Graph.Builder graph = Graph.builder();
        String x = graph.add("pixels", new Input(DType.UINT8, 4));
        x = graph.add(
                "normalized", new Normalize(List.of(0.5, 0.25), List.of(0.5, 2.0)), graph.add("unit", new Pixels(), x));
        Program program = new Program(graph.output("y", x).build(), Map.of("pixels", Shape.of(1, 1, 2, 2)));
        Tensor pixels =
                Tensor.of(DType.UINT8, Shape.of(1, 1, 2, 2), java.nio.ByteBuffer.wrap(new byte[] {0, 0, -1, -1}));
        try (Runner runner = engine.open(program, Weights.empty(), Device.CPU)) {
            Tensor y = runner.run(List.of(pixels)).get(0);

            assertThat(y.shape()).isEqualTo(Shape.of(1, 2, 1, 2));
            assertThat(y.toFloats()).containsExactly(new float[] {-1, 1, -0.125f, 0.375f}, within(1e-6f));
        }
    }

    @ParameterizedTest
    @EnumSource
    void sixteenThreadsGetWhatOneGets(Preset preset) throws Exception {
        Program program = Networks.small(32);
        try (Runner runner = engine.open(program, Networks.weights(program), Device.CPU, preset)) {
            float[] expected = logits(runner, Networks.input(3));
            ExecutorService threads = Executors.newFixedThreadPool(16);
            List<Future<float[]>> answers = new ArrayList<>();
            for (int i = 0; i < 480; i++) {
                answers.add(threads.submit(() -> logits(runner, Networks.input(3))));
            }
            for (Future<float[]> answer : answers) {
                assertThat(answer.get()).isEqualTo(expected);
            }
            threads.shutdown();
        }
    }

    @Test
    void closeWaitsForThoseThatRun() throws Exception {
        Program program = Networks.small(64);
        Runner runner = engine.open(program, Networks.weights(program), Device.CPU);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            calls.add(threads.submit(() -> {
                int answers = 0;
                try {
                    for (; ; answers++) {
                        runner.run(List.of(Networks.input(8)));
                    }
                } catch (IllegalStateException closed) {
                    return answers;
                }
            }));
        }
        Thread.sleep(100);
        runner.close();
        for (Future<Integer> call : calls) {
            assertThat(call.get()).isNotNegative();
        }
        threads.shutdown();
    }

    @Test
    void afterCloseARunSaysSo() {
        Program program = Networks.small();
        Runner runner = engine.open(program, Networks.weights(program), Device.CPU);
        runner.close();
        runner.close();

        assertThatThrownBy(() -> runner.run(List.of(Networks.input(1))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("A runner runs until it is closed, and that of the program was closed; open another");
    }

    @Test
    void anInputOfAnotherShapeIsRefused() {
        Program program = Networks.small();
        try (Runner runner = engine.open(program, Networks.weights(program), Device.CPU)) {
            assertThatThrownBy(() -> runner.run(List.of(Tensor.zeros(DType.FLOAT32, Shape.of(1, 3, 16, 15)))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "Input 0 of the program is input FLOAT32[?, 3, 16, 16], received FLOAT32[1, 3, 16, 15]");
        }
    }

    @Test
    void aMissingWeightIsNamedWithItsNode() {
        Program program = Networks.small();
        Weights lacking = Networks.weights(program).rename(name -> name.replace("fc.weight", "classifier.weight"));

        assertThatThrownBy(() -> engine.open(program, lacking, Device.CPU))
                .isInstanceOf(EngineException.class)
                .hasMessage("The network needs 'fc.weight' [10, 8], received weights without it");
    }

    @Test
    void halfWeightsAreWidened() {
        Program program = Networks.small();
        Weights weights = Networks.weights(program);
        Weights halves = weights.with(
                Weights.of(Map.of("fc.weight", weights.get("fc.weight").to(DType.FLOAT16))));
        try (Runner runner = engine.open(program, halves, Device.CPU);
                Runner full = engine.open(program, weights, Device.CPU)) {
            assertThat(logits(runner, Networks.input(1)))
                    .containsExactly(logits(full, Networks.input(1)), within(1e-2f));
        }
    }

    @Test
    void anAbsentDeviceSaysWhatToAdd() {
        Program program = Networks.small();

        assertThatThrownBy(() -> engine.open(program, Networks.weights(program), Device.of("cuda:0")))
                .isInstanceOf(EngineException.class)
                .hasMessage("This build of ONNX Runtime runs on [CPU], and not on 'cuda:0'; put"
                        + " com.microsoft.onnxruntime:onnxruntime_gpu in the place of"
                        + " com.microsoft.onnxruntime:onnxruntime, in the same version");
        assertThatThrownBy(() -> engine.open(program, Networks.weights(program), Device.of("mps")))
                .isInstanceOf(EngineException.class)
                .hasMessage("ONNX Runtime runs on cpu, cuda, tensorrt, coreml, nnapi, xnnpack and openvino, received"
                        + " 'mps:0'; choose one of these or another engine");
    }

    @Test
    void trainingOfOtherLayersSaysWhatToAdd() {
        TrainingProgram training = training(Map.of("conv.weight", 0), Set.of("norm"), Precision.FP32);

        assertThatThrownBy(() -> engine.train(training, Weights.empty(), Weights.empty(), Device.CPU))
                .isInstanceOf(EngineException.class)
                .hasMessageStartingWith("ONNX Runtime does not train this: it trains heads on what is frozen, and the"
                        + " Conv2d 'conv' learns; the PyTorch engine does."
                        + " Add io.ocelli:ocelli-pytorch and, for this platform");
    }

    @Test
    void saysWhatItDoesNotTrain() {
        Map<String, Integer> head = Map.of("fc.weight", 0, "fc.bias", 0);

        assertThat(engine.refuses(training(head, Set.of("norm"), Precision.FP32), Device.CPU))
                .isNull();
        assertThat(engine.refuses(training(head, Set.of(), Precision.FP32), Device.CPU))
                .isEqualTo("it trains heads on what is frozen, and the batch norm 'norm' is not");
        assertThat(engine.refuses(training(head, Set.of("norm"), Precision.MIXED), Device.CPU))
                .isEqualTo("it trains in float32, and this recipe asks for MIXED");
        assertThat(engine.refuses(training(head, Set.of("norm"), Precision.FP32).recomputing(), Device.CPU))
                .isEqualTo("it keeps all activations, and this recipe asks for gradientCheckpointing");
    }

    @Test
    void trainsAHeadBehindWhatIsFrozen() {
        TrainingProgram program =
                training(Map.of("fc.weight", 0, "fc.bias", 0), Set.of("conv", "norm"), Precision.FP32);
        Weights weights = Networks.weights(Networks.small());
        List<Tensor> batch =
                List.of(Golden.tensor("x", Shape.of(4, 3, 16, 16), -1, 1), Tensor.of(Shape.of(4, 10), targets(4)));
        try (Trainer trainer = engine.train(program, weights, Weights.empty(), Device.CPU)) {
            double before = loss(trainer.step(batch, 0.1));
            for (int i = 0; i < 20; i++) {
                trainer.step(batch, 0.1);
            }

            assertThat(loss(trainer.accumulate(batch))).isLessThan(0.9 * before);
            assertThat(trainer.weights().get("norm.running_mean").bytes())
                    .isEqualTo(weights.get("norm.running_mean").bytes());
        }
    }

    private static double loss(List<Tensor> outputs) {
        return outputs.get(2).toFloats()[0];
    }

    private static float[] targets(int rows) {
        float[] targets = new float[rows * 10];
        for (int row = 0; row < rows; row++) {
            targets[row * 10 + row] = 1;
        }
        return targets;
    }

    private static TrainingProgram training(Map<String, Integer> groups, Set<String> frozen, Precision precision) {
        Program program = Networks.small();
        Graph.Builder graph = program.graph().extend();
        program.graph().outputs().forEach(graph::output);
        String targets = graph.add("targets", new Input(DType.FLOAT32, 2));
        String loss = Loss.crossEntropy()
                .of(Value.of(graph, program.graph().output("logits")), Value.of(graph, targets))
                .name();
        return new TrainingProgram(
                graph.output(TrainingProgram.LOSS, loss).build(),
                Map.of("input", Shape.of(1, 3, 16, 16), "targets", Shape.of(1, 10)),
                groups,
                frozen,
                Optimizer.sgd(1),
                Double.POSITIVE_INFINITY,
                precision,
                1);
    }

    private static float[] logits(Runner runner, Tensor input) {
        return runner.run(List.of(input)).get(0).toFloats();
    }
}
