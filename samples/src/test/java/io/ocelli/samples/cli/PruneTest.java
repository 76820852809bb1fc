package io.ocelli.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.ocelli.Classifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PruneTest {
    @TempDir
    static Path folder;

    private static Path model;
    private static Path pictures;

    @BeforeAll
    static void train() throws IOException {
        pictures = Ran.pictures(folder.resolve("pictures"), 10);
        model = folder.resolve("model");
        Ran.trained(model, "lenet5", pictures, "--epochs", "1", "--learning-rate", "0.001");
    }

    @ParameterizedTest
    @ValueSource(strings = {"l1", "l2", "random", "taylor"})
    void theSmallOneIsSavedAndCounted(String importance) throws IOException {
        Path out = folder.resolve(importance);
        Path json = folder.resolve(importance + ".json");
        Object[] arguments = {
            "prune", "--model", model, "--ratio", "0.5", "--out", out, "--importance", importance, "--json", json
        };
        if (importance.equals("taylor")) {
            Ran without = Ran.cli(arguments);
            assertThat(without.code()).isEqualTo(2);
            assertThat(without.err()).contains("--pictures belongs to --importance taylor");
            arguments = Arrays.copyOf(arguments, arguments.length + 2);
            arguments[arguments.length - 2] = "--pictures";
            arguments[arguments.length - 1] = pictures;
        }
        Ran ran = Ran.cli(arguments);

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("parameters", "MACs", "bytes", "saved to " + out);
        JsonObject figures = JsonParser.parseString(Files.readString(json)).getAsJsonObject();
        for (String each : new String[] {"parameters", "macs", "bytes"}) {
            assertThat(figures.getAsJsonObject("after").get(each).getAsLong())
                    .isLessThan(figures.getAsJsonObject("before").get(each).getAsLong());
        }
        try (Classifier before = Classifier.load(model);
                Classifier saved = Classifier.load(out)) {
            assertThat(saved.weights().get("conv2.weight").shape().toArray()).containsExactly(8, 3, 5, 5);
            assertThat(saved.labels()).isEqualTo(before.labels());
            assertThat(saved.classify(pictures.resolve("red/0.png")).label()).isIn(saved.labels());
        }
    }

    @Test
    void nodesBeforeWhichAllChannelsStayAreNamed() throws IOException {
        Path shuffled = folder.resolve("shuffled");
        try (Classifier untrained = Classifier.model("shufflenet_v2_x0_5")
                .inputSize(64, 64)
                .head("blue", "red")
                .untrained()) {
            untrained.save(shuffled);
        }
        Path json = folder.resolve("shuffled.json");
        Ran ran =
                Ran.cli("prune", "--model", shuffled, "--ratio", "0.5", "--out", folder.resolve("cut"), "--json", json);

        assertThat(ran.code()).as(ran.err()).isZero();
        JsonObject barriers =
                JsonParser.parseString(Files.readString(json)).getAsJsonObject().getAsJsonObject("barriers");
        assertThat(barriers.size()).isEqualTo(16);
        assertThat(barriers.keySet())
                .allSatisfy(node -> assertThat(ran.out())
                        .contains("all channels stay before " + node + ": it deals channels out among groups"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--ratio 1", "--importance best", "--round-to 0"})
    void whatIsWrongIsSaid(String wrong) {
        String option = wrong.split(" ")[0];
        String value = wrong.split(" ")[1];
        Ran ran = option.equals("--ratio")
                ? Ran.cli("prune", "--model", model, option, value, "--out", folder.resolve("no"))
                : Ran.cli("prune", "--model", model, "--ratio", "0.5", option, value, "--out", folder.resolve("no"));

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains(option + " is ").doesNotContain("\tat ");
        assertThat(folder.resolve("no")).doesNotExist();
    }

    @Test
    void anOnnxFileIsRefused() {
        Ran ran = Ran.cli("prune", "--model", "some.onnx", "--ratio", "0.5", "--out", folder.resolve("no"));

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains("some.onnx is an ONNX file, whose network is not known");
    }
}
