package io.ocelli.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.ocelli.Classifier;
import io.ocelli.graph.Dequantize;
import io.ocelli.graph.FakeQuantize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuantizeTest {
    @TempDir
    static Path folder;

    private static Path model;
    private static Path pictures;

    @BeforeAll
    static void train() throws IOException {
        pictures = Ran.pictures(folder.resolve("pictures"), 10);
        model = folder.resolve("model");
        Ran.trained(model, "lenet5", pictures, "--epochs", "3", "--learning-rate", "0.001");
    }

    @ParameterizedTest
    @ValueSource(strings = {"minmax", "percentile", "entropy", "mse"})
    void theSmallOneIsSavedAndSaysTheSame(String method) throws IOException {
        Path out = folder.resolve(method);
        Path json = folder.resolve(method + ".json");
        Ran ran = Ran.cli(
                "quantize",
                "--model",
                model,
                "--calibration",
                pictures,
                "--out",
                out,
                "--method",
                method,
                "--json",
                json);

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).contains(method + ": agreement ", "saved to " + out);
        JsonObject figures = JsonParser.parseString(Files.readString(json)).getAsJsonObject();
        assertThat(figures.get("method").getAsString()).isEqualTo(method);
        assertThat(figures.get("images").getAsInt()).isEqualTo(20);
        assertThat(figures.get("agreement").getAsDouble()).isGreaterThan(0.9);
        assertThat(figures.getAsJsonArray("nodes")).isNotEmpty();
        assertThat(Files.size(out.resolve("model.safetensors")))
                .isLessThan(Files.size(model.resolve("model.safetensors")) / 3);
        Path red = pictures.resolve("red/0.png");
        try (Classifier before = Classifier.load(model);
                Classifier saved = Classifier.load(out)) {
            assertThat(saved.architecture().graph().nodes()).anyMatch(node -> node.operation() instanceof FakeQuantize);
            assertThat(saved.classify(red).label())
                    .isEqualTo(before.classify(red).label());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void weightsAloneNeedNoPictures(boolean compared) throws IOException {
        Path out = folder.resolve("weights " + compared);
        Path json = folder.resolve("weights.json");
        List<Object> arguments =
                new ArrayList<>(List.of("quantize", "--model", model, "--out", out, "--weights-only", "--json", json));
        arguments.addAll(compared ? List.of("--calibration", pictures) : List.of());
        Ran ran = Ran.cli(arguments.toArray());

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("weights only: ", "saved to " + out);
        JsonObject figures = JsonParser.parseString(Files.readString(json)).getAsJsonObject();
        assertThat(figures.get("method").getAsString()).isEqualTo("weights only");
        assertThat(figures.has("agreement")).isEqualTo(compared);
        assertThat(Files.size(out.resolve("model.safetensors")))
                .isLessThan(Files.size(model.resolve("model.safetensors")) / 3);
        Path red = pictures.resolve("red/0.png");
        try (Classifier before = Classifier.load(model);
                Classifier saved = Classifier.load(out)) {
            assertThat(saved.architecture().graph().nodes())
                    .noneMatch(node -> node.operation() instanceof FakeQuantize)
                    .anyMatch(node -> node.operation() instanceof Dequantize);
            assertThat(saved.classify(red).label())
                    .isEqualTo(before.classify(red).label());
        }
    }

    @Test
    void whatDoesNotGoTogetherIsRefused() {
        Path out = folder.resolve("no");
        Ran with = Ran.cli("quantize", "--model", model, "--out", out, "--weights-only", "--method", "mse");
        assertThat(with.code()).isEqualTo(2);
        assertThat(with.err()).contains("--weights-only leaves activations as they are; leave --method out");

        Ran without = Ran.cli("quantize", "--model", model, "--out", out);
        assertThat(without.code()).isEqualTo(2);
        assertThat(without.err())
                .contains("--calibration names pictures as those to come, by which levels are chosen;"
                        + " without any, --weights-only makes a smaller file");
        assertThat(out).doesNotExist();
    }

    @Test
    void anotherMethodIsRefused() {
        Ran ran = Ran.cli(
                "quantize",
                "--model",
                model,
                "--calibration",
                pictures,
                "--out",
                folder.resolve("no"),
                "--method",
                "best");

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains("--method is minmax, percentile, entropy or mse, received 'best'");
        assertThat(folder.resolve("no")).doesNotExist();
    }

    @Test
    void anOnnxFileIsRefused() {
        Ran ran = Ran.cli("quantize", "--model", "some.onnx", "--calibration", pictures, "--out", folder.resolve("no"));

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains("some.onnx is an ONNX file, whose network is not known");
    }
}
