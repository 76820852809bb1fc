package io.ocelli.saving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.ocelli.error.WeightsException;
import io.ocelli.image.Preprocessing;
import io.ocelli.model.Architecture;
import io.ocelli.model.Initializer;
import io.ocelli.serving.Answering;
import io.ocelli.weights.LoadReport;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SavedModelTest {
    @TempDir
    private Path folder;

    static TrainedModel model() {
        Architecture tiny = TinyNetwork.ofClasses(3);
        return new TrainedModel(
                tiny,
                Initializer.weights(tiny.graph(), 1),
                Preprocessing.imagenet().withResize(9).withCrop(8, 8),
                List.of("ant", "bee", "cat"),
                Answering.PLAIN,
                LoadReport.none());
    }

    @Test
    void comesBackAsItWasSaved() {
        SavedModel.save(model(), folder);
        TrainedModel loaded = SavedModel.load(folder);

        assertThat(loaded.architecture()).isEqualTo(model().architecture());
        assertThat(loaded.preprocessing()).isEqualTo(model().preprocessing());
        assertThat(loaded.labels()).containsExactly("ant", "bee", "cat");
        assertThat(loaded.report().isComplete()).isTrue();
        assertThat(loaded.weights().get("conv.weight").toFloats())
                .containsExactly(model().weights().get("conv.weight").toFloats());
    }

    @Test
    void refusesAConfigurationOfAnyOtherShape() {
        List<String> wrong = new ArrayList<>();
        JsonObject whole = ConfigWriter.config(model(), "0");
        damage(whole, whole, wrong);

        assertThat(wrong.size()).isGreaterThan(500);
        int refused = 0;
        for (String text : wrong) {
            try {
                config(text);
            } catch (WeightsException e) {
                refused++;
            }
        }
        // parts that only timm reads may be anything
        assertThat(refused).isGreaterThan(500);
    }

    /** Each member in turn taken away or replaced by something of another type or size. */
    private static void damage(JsonElement whole, JsonElement at, List<String> texts) {
        String[] others = {"null", "-1", "1e999999999", "0.5", "\"x\"", "[]", "{}", "[[1e300]]", "2147483647"};
        if (at.isJsonObject()) {
            JsonObject object = at.getAsJsonObject();
            for (String name : List.copyOf(object.keySet())) {
                JsonElement before = object.get(name);
                damage(whole, before, texts);
                for (String other : others) {
                    object.add(name, JsonParser.parseString(other));
                    texts.add(whole.toString());
                }
                object.remove(name);
                texts.add(whole.toString());
                object.add(name, before);
            }
        } else if (at.isJsonArray()) {
            JsonArray array = at.getAsJsonArray();
            for (int i = 0; i < array.size(); i++) {
                JsonElement before = array.get(i);
                damage(whole, before, texts);
                for (String other : others) {
                    array.set(i, JsonParser.parseString(other));
                    texts.add(whole.toString());
                }
                array.set(i, before);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "3", "\"x\"", "{\"ocelli\": 3}", "{\"ocelli\": {\"format\": []}}"})
    void refusesWhatIsNoObject(String text) {
        assertThatThrownBy(() -> config(text))
                .isInstanceOf(WeightsException.class)
                .hasMessageStartingWith(
                        "The saved classifier's " + folder.resolve("config.json") + " is not one that save() wrote: ");
    }

    @Test
    void refusesDeepNesting() {
        String deep = "[".repeat(1_000_000);

        assertThatThrownBy(() -> config("{\"ocelli\": " + deep)).isInstanceOf(WeightsException.class);
    }

    @Test
    void refusesAHugeFileBeforeItIsRead() throws Exception {
        Files.write(folder.resolve("config.json"), new byte[(1 << 26) + 1]);

        assertThatThrownBy(() -> SavedModel.load(folder))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("has at most 67108864 bytes, and this one 67108865");
    }

    @Test
    void refusesShapesOfManyDimensions() {
        JsonObject whole = ConfigWriter.config(model(), "0");
        JsonArray nodes =
                whole.getAsJsonObject("ocelli").getAsJsonObject("graph").getAsJsonArray("nodes");
        JsonObject weight = JsonParser.parseString(
                        "{\"name\": \"w\", \"type\": \"Weight\", \"inputs\": [], \"shape\": ["
                                + "1,".repeat(1_000) + "1], \"role\": \"WEIGHT\", \"distribution\": \"NORMAL\","
                                + " \"distribution_scale\": 1}")
                .getAsJsonObject();
        nodes.add(weight);
        whole.getAsJsonObject("ocelli")
                .getAsJsonObject("graph")
                .getAsJsonObject("outputs")
                .addProperty("more", "w");

        assertThatThrownBy(() -> config(whole.toString()))
                .hasMessageContaining("Node 'w' (Weight): A result has at most 16 dimensions, received 1001");
    }

    private void config(String text) {
        SavedConfig.read(text.getBytes(StandardCharsets.UTF_8), folder, false);
    }
}
