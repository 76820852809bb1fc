package io.ocelli.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.ocelli.Classifier;
import io.ocelli.engine.Engines;
import io.ocelli.graph.FakeQuantize;
import io.ocelli.samples.Cli;
import io.ocelli.testing.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompressTest {
    @TempDir
    static Path folder;

    private static Path model;
    private static Path pictures;

    @BeforeAll
    static void train() throws IOException {
        pictures = Ran.pictures(folder.resolve("pictures"), 10);
        model = folder.resolve("model");
        Ran.trained(model, "lenet5", pictures, "--epochs", "3", "--learning-rate", "0.001", "--batch", "4");
    }

    private static Ran compress(Path out, Object... wish) {
        List<Object> all = new ArrayList<>(List.of("compress", "--model", model, "--train", pictures));
        all.addAll(
                List.of("--validation", pictures, "--out", out, "--epochs", 2, "--learning-rate", 0.001, "--batch", 4));
        all.addAll(Arrays.asList(wish));
        for (String option : new String[] {"--ratios", "--pairs"}) {
            all.addAll(all.contains(option) ? List.of() : List.of(option, option.equals("--pairs") ? "1" : "0.5"));
        }
        return Ran.cli(all.toArray());
    }

    /** Pruned, taught by the original, in int8; then opened where there is no LibTorch. */
    @Test
    void whatIsPrunedDistilledAndQuantisedSaysTheSameInAJvmOfOnnxRuntimeAlone() throws Exception {
        Path out = folder.resolve("small");
        Path json = folder.resolve("small.json");
        Path page = folder.resolve("small.html");
        Ran none = compress(out, "--size", 1e-6, "--forms", "int8", "--json", json);
        assertThat(none.code()).isEqualTo(1);
        JsonArray costs = figures(json).getAsJsonArray("networks");
        double size = between(costs, "bytes", "pruned-0.5", "pruned-0.5-int8") / 1e6;
        double macs = between(costs, "macs", "original", "pruned-0.5") / 1e9;
        Ran ran = compress(out, "--size", size, "--macs", macs, "--forms", "int8", "--json", json, "--report", page);

        assertThat(ran.code()).as(ran.out() + ran.err()).isZero();
        JsonObject figures = figures(json);
        assertThat(figures.get("best").getAsString()).isEqualTo("pruned-0.5-int8");
        assertThat(figures.getAsJsonArray("networks")).hasSize(4).allSatisfy(CompressTest::isMeasured);
        assertThat(ran.out()).contains("distillation ", "| original | ", "pruned-0.5-int8; saved to " + out);
        assertThat(page).content().contains("<svg ", "<g class=\"chosen\">", "pruned-0.5-int8 is the best.");
        assertThat(out.resolve("search")).doesNotExist();
        try (Classifier small = Classifier.load(out)) {
            assertThat(small.weights().get("conv2.weight").shape().at(0)).isEqualTo(8);
            assertThat(small.architecture().graph().nodes()).anyMatch(node -> node.operation() instanceof FakeQuantize);
        }
        Path here = folder.resolve("here.json");
        Path there = folder.resolve("there.json");
        assertThat(Ran.cli("classify", "--model", out, pictures, "--json", here).code())
                .isZero();
        String printed = JavaProcess.run(JavaProcess.of(
                JavaProcess.classPathWithoutPyTorch(),
                List.of(),
                Alone.class,
                out.toString(),
                pictures.toString(),
                there.toString()));

        assertThat(printed).contains("engines [onnxruntime]");
        assertThat(Files.readString(there)).isEqualTo(Files.readString(here)).contains("19.png");
    }

    private static JsonObject figures(Path json) throws IOException {
        return JsonParser.parseString(Files.readString(json)).getAsJsonObject();
    }

    /** A wish that one network keeps, and another one not. */
    private static double between(JsonArray networks, String figure, String large, String small) {
        double sum = 0;
        for (JsonElement network : networks) {
            String name = network.getAsJsonObject().get("network").getAsString();
            sum += name.equals(large) || name.equals(small)
                    ? network.getAsJsonObject().get(figure).getAsDouble()
                    : 0;
        }
        return sum / 2;
    }

    private static void isMeasured(JsonElement network) {
        JsonObject each = network.getAsJsonObject();
        for (String batch : new String[] {"batch_1", "batch_16"}) {
            assertThat(each.getAsJsonObject(batch).get("milliseconds").getAsDouble())
                    .isPositive();
        }
        assertThat(each.get("accuracy").getAsDouble()).isBetween(0.0, 1.0);
        assertThat(each.get("agreement").getAsDouble()).isBetween(0.0, 1.0);
    }

    /** The command line in a process that says what engines it has. */
    static final class Alone {
        private Alone() {}

        public static void main(String[] args) throws Exception {
            try {
                Class.forName("ai.djl.engine.Engine");
                throw new AssertionError("DJL is on the class path");
            } catch (ClassNotFoundException asItShould) {
                List<String> names = new ArrayList<>();
                Engines.all().forEach(engine -> names.add(engine.name()));
                System.out.println("engines " + names);
            }
            Cli.main(new String[] {"classify", "--model", args[0], args[1], "--json", args[2]});
        }
    }

    @Test
    void whereNothingKeepsTheWishTheTableIsPrintedAndTheNearestIsNamed() throws IOException {
        Path out = folder.resolve("none");
        Path json = folder.resolve("none.json");
        Ran ran = compress(out, "--macs", 1e-6, "--json", json);

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out()).contains("| pruned-0.5 | ", "not trained, as it costs too much");
        assertThat(ran.err())
                .hasLineCount(1)
                .contains(
                        "none keeps the wish of at most 0.001 million MACs; the nearest is pruned-0.5: ",
                        " million MACs where 0.001 are wished");
        JsonObject figures = figures(json);
        assertThat(figures.get("best").isJsonNull()).isTrue();
        assertThat(figures.get("nearest").getAsString()).isEqualTo("pruned-0.5");
        assertThat(out.resolve("config.json")).doesNotExist();
        assertThat(out.resolve("search/original/config.json"))
                .as("another wish goes on with what there is")
                .exists();
    }

    @ParameterizedTest
    @CsvSource({
        "--latency, 0, --latency is positive",
        "--size, -1, --size is positive",
        "--macs, NaN, --macs is positive",
        "--max-drop, 101, --max-drop is from 0 to 100 points",
        "--ratios, 1.5, '--ratios are shares of channels that go, above 0 and below 1'",
        "--pairs, 0, --pairs is at least 1",
        "--forms, int4, '--forms are int8 and int8-weights, or none'",
    })
    void whatIsWrongIsSaid(String option, String value, String said) {
        Ran ran = option.equals("--latency")
                ? compress(folder.resolve("no"), option, value)
                : compress(folder.resolve("no"), "--latency", 1, option, value);

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains(said);
        assertThat(folder.resolve("no")).doesNotExist();
    }

    @Test
    void somethingIsWished() {
        Ran ran = compress(folder.resolve("no"));

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains("say what is wished: --latency, --size, --macs, --max-drop, or several of them");
    }
}
