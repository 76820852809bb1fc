package io.ocelli.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.ocelli.Classifier;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelectTest {
    @TempDir
    static Path folder;

    private static Path model;
    private static Path pictures;

    @BeforeAll
    static void save() throws Exception {
        pictures = Ran.pictures(folder.resolve("pictures"), 3);
        model = folder.resolve("model");
        try (Classifier untrained =
                Classifier.model("resnet20_cifar").head("blue", "red").untrained()) {
            untrained.save(model);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"entropy", "margin", "bald", "core_set", "badge"})
    void asManyAreToldAsAreAskedFor(String by) throws Exception {
        Path json = folder.resolve(by + ".json");
        Ran ran =
                Ran.cli("select", "--model", model, "--unlabelled", pictures, "--count", 2, "--by", by, "--json", json);

        assertThat(ran.code()).as(ran.err()).isZero();
        JsonArray list =
                JsonParser.parseString(Files.readString(json)).getAsJsonObject().getAsJsonArray("pictures");
        assertThat(list).hasSize(2);
        String first = list.get(0).getAsJsonObject().get("picture").getAsString();
        assertThat(ran.out()).contains(first);
        assertThat(Path.of(first)).exists();
    }

    @Test
    void moreThanThereAreIsRefused() {
        Ran many = Ran.cli("select", "--model", model, "--unlabelled", pictures, "--count", 7);

        assertThat(many.code()).isEqualTo(2);
        assertThat(many.err()).contains("--count is from 1 to the 6 pictures in " + pictures + ", received 7");
    }

    @Test
    void aPageToLabelInHasThePicturesInTheirOrder() throws Exception {
        Path page = folder.resolve("label.html");
        Path json = folder.resolve("paged.json");
        Ran ran = Ran.cli(
                "select", "--model", model, "--unlabelled", pictures, "--count", 3, "--page", page, "--json", json);

        assertThat(ran.code()).as(ran.err()).isZero();
        String html = Files.readString(page);
        String data = html.substring(html.indexOf("id=\"data\">") + 10);
        JsonObject held = JsonParser.parseString(data.substring(0, data.indexOf("</script>")))
                .getAsJsonObject();
        assertThat(held.getAsJsonArray("classes")).hasToString("[\"blue\",\"red\"]");
        JsonArray list =
                JsonParser.parseString(Files.readString(json)).getAsJsonObject().getAsJsonArray("pictures");
        assertThat(held.getAsJsonArray("pictures")).hasSize(3);
        for (int i = 0; i < 3; i++) {
            JsonObject asked = held.getAsJsonArray("pictures").get(i).getAsJsonObject();
            assertThat(Path.of(asked.get("path").getAsString()))
                    .isAbsolute()
                    .isEqualTo(
                            Path.of(list.get(i).getAsJsonObject().get("picture").getAsString()));
            assertThat(asked.get("picture").getAsString()).startsWith("data:image/jpeg;base64,");
        }
        assertThat(html).doesNotContain("http:", "https:");
    }
}
