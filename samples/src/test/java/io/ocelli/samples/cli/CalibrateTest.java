package io.ocelli.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.ocelli.Classifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CalibrateTest {
    @TempDir
    static Path folder;

    private static Path model;
    private static Path pictures;

    @BeforeAll
    static void train() throws IOException {
        pictures = Ran.pictures(folder.resolve("pictures"), 30);
        // One is labelled wrongly, so that there is a best temperature.
        Files.move(pictures.resolve("red/0.png"), pictures.resolve("blue/0.png"));
        model = folder.resolve("model");
        Ran.trained(model, "lenet5", pictures, "--epochs", "3", "--learning-rate", "0.001");
    }

    @ParameterizedTest
    @ValueSource(strings = {"temperature", "vector", "isotonic", "platt"})
    void theLossFallsAndTheCalibratedOneIsSaved(String method) throws IOException {
        Path out = folder.resolve(method);
        Path json = folder.resolve(method + ".json");
        Ran ran = Ran.cli(
                "calibrate", "--model", model, "--data", pictures, "--out", out, "--method", method, "--json", json);

        assertThat(ran.code()).as(ran.err()).isZero();
        JsonObject figures = JsonParser.parseString(Files.readString(json)).getAsJsonObject();
        assertThat(figures.get("method").getAsString()).isEqualTo(method);
        assertThat(figures.get("images").getAsInt()).isEqualTo(60);
        JsonObject before = figures.getAsJsonObject("before");
        JsonObject after = figures.getAsJsonObject("after");
        assertThat(after.get("nll").getAsDouble()).isLessThan(before.get("nll").getAsDouble());
        assertThat(after.get("ece").getAsDouble()).isBetween(0.0, 1.0);
        assertThat(ran.out()).contains(method + " on 60 pictures: calibration error ", "saved to " + out);
        try (Classifier saved = Classifier.load(out)) {
            assertThat(saved.decorators()).hasSize(1);
        }
    }

    @Test
    void setsHoldTheTrueClassAsOftenAsWanted() throws IOException {
        Path out = folder.resolve("sets");
        Path json = folder.resolve("sets.json");
        Ran ran = Ran.cli(
                "calibrate", "--model", model, "--data", pictures, "--out", out, "--coverage", "0.9", "--json", json);

        assertThat(ran.code()).as(ran.err()).isZero();
        JsonObject sets =
                JsonParser.parseString(Files.readString(json)).getAsJsonObject().getAsJsonObject("sets");
        assertThat(sets.get("wanted").getAsDouble()).isEqualTo(0.9);
        assertThat(sets.get("coverage").getAsDouble()).isBetween(0.9, 1.0);
        assertThat(sets.get("mean_size").getAsDouble()).isBetween(0.9, 2.0);
        try (Classifier saved = Classifier.load(out)) {
            assertThat(saved.decorators()).hasSize(2);
            assertThat(saved.classify(pictures.resolve("blue/1.png")).decision())
                    .isNotNull();
        }
    }

    @Test
    void anotherMethodOrCoverageIsRefused() {
        Ran method = Ran.cli(
                "calibrate", "--model", model, "--data", pictures, "--out", folder.resolve("no"), "--method", "beta");
        Ran coverage = Ran.cli(
                "calibrate", "--model", model, "--data", pictures, "--out", folder.resolve("no"), "--coverage", "90");

        assertThat(method.code()).isEqualTo(2);
        assertThat(method.err()).contains("--method is temperature, vector, isotonic or platt, received 'beta'");
        assertThat(coverage.code()).isEqualTo(2);
        assertThat(coverage.err()).contains("--coverage is above 0 and below 1, received 90.0");
        assertThat(folder.resolve("no")).doesNotExist();
    }
}
