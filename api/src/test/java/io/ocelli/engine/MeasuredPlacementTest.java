package io.ocelli.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.error.EngineException;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Input;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which engine is found to be the fastest, by a clock that engines move. */
class MeasuredPlacementTest {
    private static final String SURE = "sure";
    private static final String QUICK = "quick";

    /**
     * What engines do, for they are made by the service loader: milliseconds of a run, and what they add to an output of 0 to 10.
     */
    private static final Map<String, Double> MILLIS = new HashMap<>();

    private static final Map<String, Float> ERRORS = new HashMap<>();
    private static final List<String> OPENED = new ArrayList<>();
    private static final List<String> CLOSED = new ArrayList<>();
    private static long now;
    private static String version = "";

    @TempDir
    private Path folder;

    private final ClassLoader before = Thread.currentThread().getContextClassLoader();
    private final Program program = program();
    private @Nullable URLClassLoader loader;

    @BeforeEach
    void register() throws Exception {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.write(services.resolve(Engine.class.getName()), List.of(Quick.class.getName(), Sure.class.getName()));
        loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, before);
        Thread.currentThread().setContextClassLoader(loader);
        MILLIS.clear();
        ERRORS.clear();
        OPENED.clear();
        CLOSED.clear();
        version = "1";
        MILLIS.put(SURE + " FP32", 10.0);
        MILLIS.put(QUICK + " FP32", 9.8);
        MILLIS.put(QUICK + " MIXED", 4.0);
    }

    @AfterEach
    void restore() throws Exception {
        Thread.currentThread().setContextClassLoader(before);
        if (loader != null) {
            loader.close();
        }
        assertThat(CLOSED).as("all that were opened are closed").containsExactlyInAnyOrderElementsOf(OPENED);
    }

    /** Serves first, in float32 alone. */
    public static final class Sure extends Fake {
        public Sure() {
            super(SURE, 20);
        }
    }

    /** Serves in bfloat16, too. */
    public static final class Quick extends Fake {
        public Quick() {
            super(QUICK, 10);
        }

        @Override
        public @Nullable String refuses(Precision precision) {
            return precision == Precision.MIXED_FP16 ? "it has no float16" : null;
        }
    }

    private abstract static class Fake implements Engine {
        private final String name;
        private final int rank;

        Fake(String name, int rank) {
            this.name = name;
            this.rank = rank;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public int servingRank() {
            return rank;
        }

        @Override
        public @Nullable String refuses(Device device) {
            return null;
        }

        @Override
        public String version() {
            return version;
        }

        @Override
        public String describe() {
            return name;
        }

        @Override
        public Runner open(Program program, Weights weights, Device device) {
            throw new AssertionError("engines are opened in an arithmetic");
        }

        @Override
        public Runner open(Program program, Weights weights, Device device, Preset preset, Precision precision) {
            String way = name + " " + precision;
            Double millis = MILLIS.get(way);
            if (millis == null) {
                throw new EngineException("the processor has no instructions for it");
            }
            OPENED.add(way);
            return new Runner() {
                @Override
                public List<Tensor> run(List<Tensor> inputs) {
                    program.check(inputs);
                    now += Math.round(millis * 1e6);
                    float error = ERRORS.getOrDefault(way, 0f);
                    return List.of(Tensor.of(Shape.of(1, 3), 0f, 5f + error, 10f));
                }

                @Override
                public List<String> inputNames() {
                    return program.names();
                }

                @Override
                public List<String> outputNames() {
                    return program.outputs();
                }

                @Override
                public void close() {
                    CLOSED.add(way);
                }
            };
        }
    }

    private static Program program() {
        Graph.Builder graph = Graph.builder();
        String x = graph.add("x", new Input(DType.UINT8, 4));
        graph.output("logits", x);
        return new Program(graph.build(), Map.of("x", Shape.of(1, 4, 4, 3)));
    }

    private Placed placed(@Nullable Precision only) {
        Stopwatch stopwatch = new Stopwatch() {
            @Override
            public long nanoTime() {
                return now;
            }

            @Override
            public void rest() {}
        };
        return new MeasuredPlacement(folder.resolve("kept"), stopwatch)
                .place(program, Weights.of(Map.of("w", Tensor.of(Shape.of(1), 1f))), Device.CPU, Preset.LATENCY, only);
    }

    private static String chosen(Placed placed) {
        return placed.engine().name() + " " + placed.precision();
    }

    @Test
    void theFastestThatAgreesIsTakenAndSaysWhy() {
        ERRORS.put(QUICK + " MIXED", 0.2f);

        Placed placed = placed(null);

        assertThat(chosen(placed)).isEqualTo("quick MIXED");
        assertThat(placed.reason())
                .isEqualTo(
                        "the fastest that was measured on " + Processor.here().name() + ", "
                                + Runtime.getRuntime().availableProcessors() + " processors\n"
                                + "sure in MIXED is left out: it serves"
                                + " in float32, and MIXED was asked for\n"
                                + "quick in FP32 9.80 ms, sure in FP32"
                                + " 10.00 ms: 0.98 of it, and differs by"
                                + " 0.0 % of the logits' range\n"
                                + "quick in MIXED 4.00 ms, sure in FP32"
                                + " 10.00 ms: 0.40 of it, and differs by"
                                + " 2.0 % of the logits' range");
        assertThat(placed).hasToString("quick in MIXED: " + placed.reason());
    }

    @Test
    void whatDiffersTooMuchIsNotTakenHoweverFast() {
        ERRORS.put(QUICK + " MIXED", 0.51f);

        Placed placed = placed(null);

        assertThat(chosen(placed)).isEqualTo("sure FP32");
        assertThat(placed.reason()).contains("quick in MIXED is left out: it differs by 5.1 % of the logits' range");
    }

    @Test
    void whatIsNoNumberIsNotTaken() {
        ERRORS.put(QUICK + " MIXED", Float.NaN);

        assertThat(chosen(placed(null))).isEqualTo("sure FP32");
    }

    @Test
    void whatIsHardlyFasterTakesNoPlace() {
        MILLIS.put(QUICK + " MIXED", 9.6);

        assertThat(chosen(placed(null))).isEqualTo("sure FP32");
    }

    @Test
    void whatCannotBeOpenedIsLeftOut() {
        MILLIS.remove(QUICK + " MIXED");

        assertThat(placed(null).reason())
                .contains("quick in MIXED is left out: the processor has no instructions for it");
    }

    @Test
    void anArithmeticThatWasAskedForIsKept() {
        assertThat(chosen(placed(Precision.FP32))).isEqualTo("sure FP32");
        assertThat(chosen(placed(Precision.MIXED))).isEqualTo("quick MIXED");

        ERRORS.put(QUICK + " MIXED", 3f);
        version = "2";
        assertThatThrownBy(() -> placed(Precision.MIXED))
                .isInstanceOf(EngineException.class)
                .hasMessage("An engine is measured that says what float32 says, and none does:"
                        + "\nsure in MIXED is left out: it serves in float32, and MIXED was asked for"
                        + "\nquick in MIXED is left out: it differs by 30 % of the logits' range"
                        + "\nName an engine, or leave the arithmetic open.");
    }

    @Test
    void whatWasMeasuredIsKeptForTheSameMachineAndVersions() throws Exception {
        Placed first = placed(null);
        OPENED.clear();
        CLOSED.clear();
        MILLIS.put(SURE + " FP32", 1.0);

        Placed again = placed(null);

        assertThat(OPENED).as("nothing is measured").isEmpty();
        assertThat(chosen(again)).isEqualTo("quick MIXED");
        try (Stream<Path> files = Files.list(folder.resolve("kept"))) {
            List<Path> kept = files.toList();
            assertThat(kept).hasSize(1);
            assertThat(again.reason()).isEqualTo(first.reason() + "\nKept in " + kept.get(0));
        }
        version = "2";
        assertThat(chosen(placed(null))).as("another version is measured").isEqualTo("sure FP32");
    }

    @Test
    void whatCannotBeReadIsMeasuredAgain() throws Exception {
        placed(null);
        try (Stream<Path> files = Files.list(folder.resolve("kept"))) {
            Files.writeString(files.findFirst().orElseThrow(), "{\"engine\": ");
        }
        MILLIS.put(SURE + " FP32", 1.0);

        assertThat(chosen(placed(null))).isEqualTo("sure FP32");
        assertThat(chosen(placed(null))).isEqualTo("sure FP32");
    }

    @Test
    void aFolderThatCannotBeWrittenIsNoObstacle() throws Exception {
        Files.createFile(folder.resolve("kept"));

        assertThat(chosen(placed(null))).isEqualTo("quick MIXED");
    }

    @Test
    void trainingAndOtherProgramsTakeTheMeasuredAsLeftOpen() {
        assertThat(Placement.forInference(Placement.MEASURED, Device.CPU).name())
                .isEqualTo("sure");
    }
}
