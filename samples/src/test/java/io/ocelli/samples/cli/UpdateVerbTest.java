package io.ocelli.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.ocelli.Classifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpdateVerbTest {
    @TempDir
    static Path folder;

    private static Path model;
    private static Path old;
    private static Path green;

    @BeforeAll
    static void train() throws IOException {
        old = Ran.pictures(folder.resolve("old"), 20);
        green = folder.resolve("new");
        for (int i = 0; i < 20; i++) {
            Ran.picture(Files.createDirectories(green.resolve("green")).resolve(i + ".png"), 0x20ff20);
        }
        model = folder.resolve("model");
        Ran.trained(model, "simple_cnn", old, "--epochs", 20, "--learning-rate", 0.001);
    }

    private static Ran update(Path memory, Path data, Object... more) {
        List<Object> all = new ArrayList<>(List.of(
                "update", "--model", model, "--data", data, "--memory", memory, "--out", memory.resolve("out")));
        all.addAll(Arrays.asList(more));
        return Ran.cli(all.toArray());
    }

    @Test
    void aClassIsLearntAndTheOldOnesStay() throws IOException {
        Path memory = folder.resolve("memory");
        Path json = folder.resolve("update.json");
        Ran ran = update(memory, green, "--remember", old, "--json", json);

        assertThat(ran.code()).as(ran.err()).isZero();
        JsonObject figures = JsonParser.parseString(Files.readString(json)).getAsJsonObject();
        assertThat(figures.get("accepted").getAsBoolean()).isTrue();
        assertThat(figures.get("memory").getAsInt()).isEqualTo(32 + 16);
        assertThat(figures.get("new_accuracy").getAsDouble()).isEqualTo(1);
        assertThat(figures.get("old_accuracy").getAsDouble()).isGreaterThan(0.9);
        try (Classifier taught = Classifier.load(memory.resolve("out"))) {
            assertThat(taught.labels()).containsExactly("blue", "red", "green");
            assertThat(taught.classify(green.resolve("green/0.png")).label()).isEqualTo("green");
        }
    }

    @Test
    void whatForgetsTooMuchIsNotWritten() throws IOException {
        Path memory = folder.resolve("forgets");
        Path lies = folder.resolve("lies");
        for (int i = 0; i < 40; i++) {
            Ran.picture(Files.createDirectories(lies.resolve("blue")).resolve(i + ".png"), 0xff2020);
        }
        Ran ran = update(memory, lies, "--remember", old, "--whole", "--learning-rate", 0.01, "--capacity", 4);

        assertThat(ran.code()).as(ran.out()).isEqualTo(1);
        assertThat(ran.err()).contains("ocelli: refused, and no classifier was written: of the old pictures 100.00 %");
        assertThat(ran.err()).contains("teach the head alone", "--remember is done");
        assertThat(memory.resolve("out")).doesNotExist();
    }

    @Test
    void thereAreOldPictures() {
        Ran ran = update(folder.resolve("empty"), green);

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err())
                .contains("--memory: there is no old picture in ", "name those that it learnt from by --remember");
    }
}
