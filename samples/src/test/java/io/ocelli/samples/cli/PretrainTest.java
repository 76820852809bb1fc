package io.ocelli.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PretrainTest {
    @TempDir
    Path folder;

    @Test
    void whatItWritesGoesOnIntoTrain() throws Exception {
        Path pictures = Ran.pictures(folder.resolve("pictures"), 6);
        Path weights = folder.resolve("backbone.safetensors");
        Path json = folder.resolve("out.json");
        Ran ran = Ran.cli(
                "pretrain",
                "--method",
                "simclr",
                "--data",
                pictures,
                "--out",
                weights,
                "--model",
                "simple_cnn",
                "--epochs",
                2,
                "--batch",
                6,
                "--json",
                json);

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("simclr on 12 pictures: loss ", " by nearest neighbours, saved to " + weights);
        JsonObject figures = JsonParser.parseString(Files.readString(json)).getAsJsonObject();
        assertThat(figures.get("epochs").getAsInt()).isEqualTo(2);
        assertThat(figures.get("knn_accuracy").getAsDouble()).isBetween(0.0, 1.0);
        Ran trained = Ran.cli(
                "train",
                "--model",
                "simple_cnn",
                "--weights",
                weights,
                "--train",
                pictures,
                "--validation",
                pictures,
                "--epochs",
                1,
                "--out",
                folder.resolve("saved"));
        assertThat(trained.code()).as(trained.err()).isZero();
    }

    @Test
    void aCollapseIsAFailure() throws Exception {
        Path pictures = Files.createDirectories(folder.resolve("same"));
        for (int i = 0; i < 4; i++) {
            Ran.picture(pictures.resolve(i + ".png"), 0);
        }
        Ran ran = Ran.cli(
                "pretrain",
                "--method",
                "simsiam",
                "--data",
                pictures,
                "--out",
                folder.resolve("none.safetensors"),
                "--model",
                "simple_cnn",
                "--epochs",
                3);

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err())
                .contains("ocelli: the projections of all pictures became one (a collapse), and nothing was learnt");
    }

    @Test
    void aMethodIsOneOfThese() {
        Ran ran = Ran.cli("pretrain", "--method", "magic", "--data", folder, "--out", folder.resolve("a"));

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains("--method", "magic");
    }
}
