package io.ocelli.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchVerbTest {
    @TempDir
    Path folder;

    private Ran search(Path pictures, Object latency, int trials, Path json) {
        return Ran.cli(
                "search",
                "--train",
                pictures,
                "--validation",
                pictures,
                "--latency",
                latency,
                "--budget",
                5,
                "--out",
                folder.resolve("out"),
                "--trials",
                trials,
                "--epochs",
                1,
                "--size",
                16,
                "--json",
                json);
    }

    @Test
    void itGoesOnAndWhatItFoundClassifies() throws Exception {
        Path pictures = Ran.pictures(folder.resolve("pictures"), 4);
        Path json = folder.resolve("out.json");
        Ran first = search(pictures, 1000, 1, json);
        assertThat(first.code()).as(first.err()).isZero();
        Ran ran = search(pictures, 1000, 2, json);

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("Trial 2: 16-16:", "2 trials, ").doesNotContain("Trial 1: ");
        JsonObject figures = JsonParser.parseString(Files.readString(json)).getAsJsonObject();
        assertThat(figures.get("trials").getAsInt()).isEqualTo(2);
        assertThat(figures.getAsJsonArray("front")).isNotEmpty();
        assertThat(folder.resolve("out/front.svg")).content().startsWith("<svg ");
        Ran said = Ran.cli("evaluate", "--model", folder.resolve("out/best"), "--data", pictures);
        assertThat(said.code()).as(said.err()).isZero();
    }

    @Test
    void whatNoNetworkKeepsIsSaid() throws Exception {
        Path pictures = Ran.pictures(folder.resolve("pictures"), 4);

        Ran none = search(pictures, -1, 1, folder.resolve("out.json"));
        assertThat(none.code()).isEqualTo(2);
        assertThat(none.err()).contains("--latency is positive, received -1.0");
    }
}
