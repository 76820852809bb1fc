package io.ocelli.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.error.EngineException;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Input;
import io.ocelli.graph.Linear;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.weights.Weights;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlacementTest {
    private static final Device CUDA = Device.of("cuda:0");

    @TempDir
    private Path folder;

    private final ClassLoader before = Thread.currentThread().getContextClassLoader();
    private @Nullable URLClassLoader loader;

    @BeforeEach
    void registerBoth() throws Exception {
        register(Learned.class, Swift.class);
    }

    private void register(Class<?>... engines) throws Exception {
        if (loader != null) {
            loader.close();
        }
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        List<String> names = new ArrayList<>();
        for (Class<?> engine : engines) {
            names.add(engine.getName());
        }
        Files.write(services.resolve(Engine.class.getName()), names);
        loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, before);
        Thread.currentThread().setContextClassLoader(loader);
    }

    @AfterEach
    void restore() throws Exception {
        Thread.currentThread().setContextClassLoader(before);
        if (loader != null) {
            loader.close();
        }
    }

    /** Serves first, trains what is in float32, on the CPU alone. */
    public static final class Swift extends Fake {
        public Swift() {
            super("swift", 20, 10);
        }

        @Override
        public @Nullable String refuses(Device device) {
            return device.isCpu() ? null : "it has no GPU";
        }

        @Override
        public @Nullable String refuses(TrainingProgram program, Device device) {
            return program.precision() == Precision.FP32 ? refuses(device) : "it trains in float32";
        }
    }

    /** Trains first, everywhere. */
    public static final class Learned extends Fake {
        public Learned() {
            super("learned", 10, 20);
        }

        @Override
        public @Nullable String refuses(Device device) {
            return device.kind().equals("mps") ? "it has no Metal" : null;
        }

        @Override
        public @Nullable String refuses(TrainingProgram program, Device device) {
            return refuses(device);
        }

        @Override
        public @Nullable String refuses(Precision precision) {
            return precision == Precision.MIXED_FP16 ? "it serves in float32 and in bfloat16" : null;
        }
    }

    /** Serves last in float32, and first in bfloat16. */
    public static final class Late extends Fake {
        public Late() {
            super("late", 0, 0);
        }

        @Override
        public int servingRank(Precision precision) {
            return precision == Precision.MIXED ? 30 : servingRank();
        }

        @Override
        public @Nullable String refuses(Device device) {
            return null;
        }

        @Override
        public @Nullable String refuses(Precision precision) {
            return null;
        }
    }

    private abstract static class Fake implements Engine {
        private final String name;
        private final int serving;
        private final int training;

        Fake(String name, int serving, int training) {
            this.name = name;
            this.serving = serving;
            this.training = training;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public int servingRank() {
            return serving;
        }

        @Override
        public int trainingRank() {
            return training;
        }

        @Override
        public String describe() {
            return name;
        }

        @Override
        public Runner open(Program program, Weights weights, Device device) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Trainer train(TrainingProgram program, Weights weights, Weights state, Device device) {
            throw new UnsupportedOperationException();
        }
    }

    private static TrainingProgram head(int features, int classes, Precision precision) {
        Graph.Builder graph = Graph.builder();
        String x = graph.add("features", new Input(DType.FLOAT32, 2));
        graph.output(TrainingProgram.LOSS, graph.add("fc", Linear.of(features, classes), x));
        return new TrainingProgram(
                graph.build(),
                Map.of("features", Shape.of(1, features)),
                Map.of("fc.weight", 0, "fc.bias", 0),
                Set.of(),
                Optimizer.sgd(1),
                1,
                precision,
                1);
    }

    @Test
    void servesOnTheFirstEngineThatRunsOnTheDevice() {
        assertThat(Placement.forInference(null, Device.CPU).name()).isEqualTo("swift");
        assertThat(Placement.forInference(null, CUDA).name()).isEqualTo("learned");
    }

    @Test
    void aLightStepStaysOnTheEngineThatServesAndAHeavyOneDoesNot() {
        assertThat(Placement.forTraining(null, head(1280, 100, Precision.FP32), Device.CPU)
                        .name())
                .isEqualTo("swift");
        assertThat(Placement.forTraining(null, head(2048, 1100, Precision.FP32), Device.CPU)
                        .name())
                .isEqualTo("learned");
    }

    @Test
    void theDeviceAndThePrecisionDecideWhereALightStepGoes() {
        assertThat(Placement.forTraining(null, head(1280, 5, Precision.FP32), CUDA)
                        .name())
                .isEqualTo("learned");
        assertThat(Placement.forTraining(null, head(1280, 5, Precision.MIXED), Device.CPU)
                        .name())
                .isEqualTo("learned");
    }

    @Test
    void anArithmeticIsServedByTheFirstEngineThatHasIt() {
        assertThat(Placement.forInference(null, Device.CPU, Precision.FP32).name())
                .isEqualTo("swift");
        assertThat(Placement.forInference(null, Device.CPU, Precision.MIXED).name())
                .isEqualTo("learned");
        assertThatThrownBy(() -> Placement.forInference("swift", Device.CPU, Precision.MIXED))
                .isInstanceOf(EngineException.class)
                .hasMessage("Inference needs an engine on the class path, and none of these will do:"
                        + "\nswift: it serves in float32, and MIXED was asked for"
                        + "\nName another engine, or leave the choice open.");
    }

    @Test
    void anEngineMayBeTheFirstInOneArithmetic() throws Exception {
        register(Late.class, Learned.class, Swift.class);

        assertThat(Placement.forInference(null, Device.CPU, Precision.FP32).name())
                .isEqualTo("swift");
        assertThat(Placement.forInference(null, Device.CPU, Precision.MIXED).name())
                .isEqualTo("late");
    }

    @Test
    void anEngineOpensNothingInAnArithmeticThatItRefuses() {
        Program program = new Program(head(1, 1, Precision.FP32).graph(), Map.of("features", Shape.of(1, 1)));

        assertThatThrownBy(
                        () -> new Swift().open(program, Weights.empty(), Device.CPU, Preset.LATENCY, Precision.MIXED))
                .isInstanceOf(EngineException.class)
                .hasMessage("The engine 'swift' does not run this: it serves in float32, and MIXED was asked for."
                        + " Name another engine, or leave the precision out.");
    }

    @Test
    void aNameDecides() {
        assertThat(Placement.forTraining("learned", head(1280, 5, Precision.FP32), Device.CPU)
                        .name())
                .isEqualTo("learned");
        assertThat(Placement.forInference("learned", Device.CPU).name()).isEqualTo("learned");
    }

    @Test
    void aNamedEngineThatDoesNotRunOnTheDeviceIsAnErrorBeforeAnythingBegins() {
        assertThatThrownBy(() -> Placement.forInference("swift", CUDA))
                .isInstanceOf(EngineException.class)
                .hasMessage("Inference on cuda:0 needs an engine on the class path, and none of these will do:"
                        + "\nswift: it has no GPU"
                        + "\nName another engine, or leave the choice open.");
    }

    @Test
    void whereNoneWillDoEachSaysWhy() {
        assertThatThrownBy(() -> Placement.forTraining(null, head(1280, 5, Precision.FP32), Device.of("mps")))
                .isInstanceOf(EngineException.class)
                .hasMessage("Training on mps:0 needs an engine on the class path, and none of these will do:"
                        + "\nlearned: it has no Metal"
                        + "\nswift: it has no GPU"
                        + "\nAdd the dependency io.ocelli:ocelli-pytorch and LibTorch for the platform.");
    }
}
