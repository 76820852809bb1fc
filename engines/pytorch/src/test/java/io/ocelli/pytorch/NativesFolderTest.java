package io.ocelli.pytorch;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocelli.engine.Device;
import io.ocelli.engine.Program;
import io.ocelli.engine.Runner;
import io.ocelli.error.EngineException;
import io.ocelli.graph.Activation;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Input;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.testing.JavaProcess;
import io.ocelli.weights.Weights;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where LibTorch is unpacked, in a process of its own. */
class NativesFolderTest {
    @TempDir
    private Path folder;

    /** Runs a small network, or prints what keeps it from that. */
    static final class Small {
        private Small() {}

        public static void main(String[] args) {
            Graph.Builder graph = Graph.builder();
            String x = graph.add("x", new Input(DType.FLOAT32, 2));
            graph.output("y", graph.add("relu", Activation.RELU, x));
            Program program = new Program(graph.build(), Map.of("x", Shape.of(1, 2)));
            try (Runner runner = new PyTorchEngine().open(program, Weights.empty(), Device.CPU)) {
                System.out.println("ran "
                        + runner.run(List.of(Tensor.of(Shape.of(1, 2), -1f, 2f)))
                                .size());
            } catch (EngineException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    private static String running(String... options) throws Exception {
        return JavaProcess.run(JavaProcess.of(List.of(options), Small.class));
    }

    @Test
    void aHomeThatCannotBeWrittenIsNamedWithTheWayOut() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));

        assertThat(running("-Duser.home=" + file))
                .contains("LibTorch was found but cannot be loaded: ")
                .contains("DJL unpacks it to a folder in the home, " + file)
                .contains("name another that can be written with -Docelli.natives=FOLDER");
    }

    @Test
    void aNamedFolderTakesIt() throws Exception {
        Path home = Files.createFile(folder.resolve("file"));
        Path natives = folder.resolve("natives");

        assertThat(running("-Duser.home=" + home, "-Docelli.natives=" + natives))
                .contains("ran 1");
        try (Stream<Path> files = Files.walk(natives)) {
            assertThat(files.map(file -> file.getFileName().toString())).contains(System.mapLibraryName("torch_cpu"));
        }
    }
}
