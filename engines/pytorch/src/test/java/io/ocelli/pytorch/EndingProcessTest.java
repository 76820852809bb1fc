package io.ocelli.pytorch;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocelli.engine.Device;
import io.ocelli.engine.Program;
import io.ocelli.engine.Runner;
import io.ocelli.error.EngineException;
import io.ocelli.graph.Conv2d;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Input;
import io.ocelli.graph.Value;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.testing.JavaProcess;
import io.ocelli.weights.Weights;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A process that is told to end while it computes gradients. */
class EndingProcessTest {
    private static final int SIGTERM = 143;

    @TempDir
    private Path folder;

    /** Computes gradients until it is stopped. */
    static final class Endless {
        private Endless() {}

        public static void main(String[] args) {
            Graph.Builder graph = Graph.builder();
            Value x = Value.of(graph, graph.add("x", new Input(DType.FLOAT32, 4)));
            for (int i = 0; i < 12; i++) {
                x = Value.of(graph, graph.add("conv" + i, Conv2d.of(8, 8, 3), x.name()))
                        .relu();
            }
            graph.output("y", x.name());
            Shape shape = Shape.of(1, 8, 32, 32);
            Graph whole = graph.build();
            Program program = new Program(whole, Map.of("x", shape)).differentiate("y", "conv0.weight");
            Map<String, Tensor> weights = new HashMap<>();
            whole.parameters().forEach(each -> weights.put(each.name(), Tensor.zeros(DType.FLOAT32, each.shape())));
            try (Runner runner = new PyTorchEngine().open(program, Weights.of(weights), Device.CPU)) {
                List<Tensor> input = List.of(Tensor.zeros(DType.FLOAT32, shape));
                runner.run(input);
                System.out.println("computing");
                while (true) {
                    runner.run(input);
                }
            } catch (EngineException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @RepeatedTest(3)
    @DisabledOnOs(OS.WINDOWS) // which has no SIGTERM
    void itEndsInOrder() throws Exception {
        Process process = JavaProcess.of(List.of(), Endless.class)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line = said.readLine();
            while (line != null && !line.equals("computing")) {
                line = said.readLine();
            }
            assertThat(line).isEqualTo("computing");
            process.toHandle().destroy(); // which leaves its output open
            String rest = String.join("\n", said.lines().toList());

            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).as(rest).isEqualTo(SIGTERM);
            assertThat(rest).doesNotContain("SIGSEGV");
        } finally {
            process.destroyForcibly();
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).as("no report of a crash").isEmpty();
        }
    }
}
