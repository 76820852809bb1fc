package io.ocelli.openvino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ocelli.engine.Device;
import io.ocelli.engine.Engine;
import io.ocelli.engine.Precision;
import io.ocelli.engine.Preset;
import io.ocelli.engine.Program;
import io.ocelli.engine.Runner;
import io.ocelli.error.EngineException;
import io.ocelli.graph.Activation;
import io.ocelli.graph.AdaptiveAvgPool2d;
import io.ocelli.graph.BatchNorm2d;
import io.ocelli.graph.Conv2d;
import io.ocelli.graph.Flatten;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Input;
import io.ocelli.graph.Linear;
import io.ocelli.graph.Parameter;
import io.ocelli.graph.Softmax;
import io.ocelli.onnxruntime.OnnxRuntimeEngine;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.testing.Golden;
import io.ocelli.testing.JavaProcess;
import io.ocelli.weights.Weights;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OpenVinoEngineTest {
    @TempDir
    private Path folder;

    private static Program program() {
        Graph.Builder graph = Graph.builder();
        String x = graph.add("input", new Input(DType.FLOAT32, 4));
        x = graph.add("conv", Conv2d.of(3, 32, 3).padding(1).withoutBias(), x);
        x = graph.add("norm", BatchNorm2d.of(32), x);
        x = graph.add("relu", Activation.RELU, x);
        x = graph.add("pool", AdaptiveAvgPool2d.GLOBAL, x);
        x = graph.add("fc", Linear.of(32, 10), graph.add("flatten", new Flatten(), x));
        graph.output("logits", x).output("probabilities", graph.add("probabilities", new Softmax(1), x));
        return new Program(graph.build(), Map.of("input", Shape.of(1, 3, 16, 16)));
    }

    private static Weights weights() {
        Map<String, Shape> state = new LinkedHashMap<>();
        for (Parameter parameter : program().graph().parameters()) {
            state.put(parameter.name(), parameter.shape());
        }
        return Golden.weights(state, 1);
    }

    private static Tensor input(int batch) {
        return Golden.tensor("input", Shape.of(batch, 3, 16, 16), -2, 2);
    }

    private static float[] logits(Runner runner, int batch) {
        return runner.run(List.of(input(batch))).get(0).toFloats();
    }

    @Test
    void isFoundByTheServiceLoader() {
        assertThat(ServiceLoader.load(Engine.class)).extracting(Engine::name).contains("openvino");
    }

    @Test
    void isTheLastThatIsChosenWithoutBeingNamed() {
        Engine engine = new OpenVinoEngine();

        assertThat(engine.servingRank()).isLessThan(new OnnxRuntimeEngine().servingRank());
        assertThat(engine.trainingRank()).isLessThan(new OnnxRuntimeEngine().trainingRank());
    }

    @Test
    void saysItsVersionAndWhatTheProcessorCanDo() {
        assertThat(Installed.engine().describe())
                .startsWith("OpenVINO 20")
                .contains("on CPU [")
                .contains("FP32")
                .contains("threads");
    }

    @Test
    void givesWhatOnnxRuntimeGives() {
        OpenVinoEngine engine = Installed.engine();
        try (Runner runner = engine.open(program(), weights(), Device.CPU);
                Runner other = new OnnxRuntimeEngine().open(program(), weights(), Device.CPU)) {
            for (int batch : new int[] {1, 5, 2, 1}) {
                assertThat(logits(runner, batch)).containsExactly(logits(other, batch), within(1e-5f));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void sixteenThreadsGetWhatOneGets(Preset preset) throws Exception {
        OpenVinoEngine engine = Installed.engine();
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try (Runner runner = engine.open(program(), weights(), Device.CPU, preset)) {
            float[] expected = logits(runner, 3);
            List<Future<float[]>> answers = new ArrayList<>();
            for (int i = 0; i < 480; i++) {
                answers.add(threads.submit(() -> logits(runner, 3)));
            }
            for (Future<float[]> answer : answers) {
                assertThat(answer.get()).isEqualTo(expected);
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void closeWaitsForThoseThatRun() throws Exception {
        Runner runner = Installed.engine().open(program(), weights(), Device.CPU);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            calls.add(threads.submit(() -> {
                int answers = 0;
                try {
                    for (; ; answers++) {
                        logits(runner, 8);
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

    /** As what is too large for one ONNX message goes. */
    @Test
    void aProgramThatGoesByAFileLeavesNone() throws Exception {
        Installed.engine();
        System.setProperty("ocelli.natives", folder.toString());
        try {
            try (OpenVinoModel model = OpenVinoModel.readByFile(OpenVino.load(), program(), weights())) {
                assertThat(model.types()).hasSize(1);
            }
            try (Stream<Path> left = Files.list(folder)) {
                assertThat(left).isEmpty();
            }
        } finally {
            System.clearProperty("ocelli.natives");
        }
    }

    @Test
    void bfloat16IsNearFloat32WhereTheProcessorHasItAndRefusedWhereNot() {
        OpenVinoEngine engine = Installed.engine();
        boolean there = OpenVino.load().capabilities().contains("BF16");
        if (!there) {
            assertThatThrownBy(() -> engine.open(program(), weights(), Device.CPU, Preset.LATENCY, Precision.MIXED))
                    .isInstanceOf(EngineException.class)
                    .hasMessageStartingWith(
                            "MIXED computes in bfloat16, and this processor has no instructions for it (OpenVINO tells [")
                    .hasMessageEndingWith(
                            "leave the precision out, or make the network's numbers whole by Quantization of ocelli-compression");
        }
        Assumptions.assumeTrue(there, "skipped: this processor has no bfloat16");
        try (Runner mixed = engine.open(program(), weights(), Device.CPU, Preset.LATENCY, Precision.MIXED);
                Runner whole = engine.open(program(), weights(), Device.CPU)) {
            float[] exact = logits(whole, 4);
            assertThat(logits(mixed, 4)).isNotEqualTo(exact).containsExactly(exact, within(0.05f));
        }
    }

    @Test
    void otherDevicesAndPrecisionsAreRefused() {
        Engine engine = new OpenVinoEngine();

        assertThat(engine.refuses(Device.of("cuda:0")))
                .isEqualTo("OpenVINO is used on the processor, received 'cuda:0'; choose cpu, or another engine");
        assertThat(engine.refuses(Device.CPU.with("threads", "2")))
                .isEqualTo("The device cpu takes no options, received 'cpu?threads=2'");
        assertThat(engine.refuses(Precision.MIXED_FP16))
                .isEqualTo("MIXED_FP16 is for GPUs; a processor has MIXED, in bfloat16");
        assertThat(engine.refuses(Precision.MIXED)).isNull();
    }

    /** Opens a program, or prints what keeps it from that. */
    static final class Small {
        private Small() {}

        public static void main(String[] args) {
            try (Runner runner = new OpenVinoEngine().open(program(), weights(), Device.CPU)) {
                System.out.println("ran " + logits(runner, 1).length);
            } catch (EngineException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @Test
    void aProcessThatUsedItEndsWell() throws Exception {
        Installed.engine();
        Path library = OpenVinoFolder.here().library();

        assertThat(JavaProcess.run(JavaProcess.of(List.of("-Docelli.openvino=" + library), Small.class)))
                .contains("ran 10");
    }

    @Test
    void aFileThatIsNoLibraryIsNamed() throws Exception {
        Path file = Files.writeString(folder.resolve(System.mapLibraryName("openvino_c")), "no library");

        assertThat(JavaProcess.run(JavaProcess.of(List.of("-Docelli.openvino=" + folder), Small.class)))
                .contains("OpenVINO's C library " + file + " was found but cannot be loaded on ")
                .contains("name another folder with -Docelli.openvino=FOLDER");
    }

    @Test
    void anAbsentLibraryIsToldWithTheWayOut() throws Exception {
        assertThat(JavaProcess.run(JavaProcess.of(List.of("-Docelli.openvino=" + folder), Small.class)))
                .contains("names the folder that holds OpenVINO's C library")
                .contains("received '" + folder + "', where there is none");
    }
}
