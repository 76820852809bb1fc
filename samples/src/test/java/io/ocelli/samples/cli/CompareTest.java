package io.ocelli.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareTest {
    @TempDir
    Path folder;

    private Path trained(String name, String train, String epochs) {
        Path out = folder.resolve(name);
        Ran.trained(out, "lenet5", train, "--epochs", epochs, "--learning-rate", "0.002");
        return out;
    }

    @Test
    void theBetterOfTwoIsToldFromChance() throws IOException {
        Path pictures = Ran.pictures(folder.resolve("pictures"), 20);
        Path swapped = Files.createDirectories(folder.resolve("swapped"));
        Files.move(Ran.pictures(folder.resolve("other"), 20).resolve("red"), swapped.resolve("blue"));
        Files.move(folder.resolve("other/blue"), swapped.resolve("red"));
        Path good = trained("good", pictures.toString(), "5");
        Path wrong = trained("wrong", swapped.toString(), "5");
        Path json = folder.resolve("said.json");

        Ran ran = Ran.cli("compare", "--model", good, "--model", wrong, "--data", pictures, "--json", json);

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out())
                .contains(
                        good + ": accuracy 100.00 % (91.24 to 100.00) on 40 pictures",
                        "Only the first is right of 40 pictures, only the second of 0: p = 1.82e-12, one is better");
        JsonObject said = JsonParser.parseString(Files.readString(json)).getAsJsonObject();
        JsonObject second = said.getAsJsonArray("models").get(1).getAsJsonObject();
        assertThat(second.get("model").getAsString()).isEqualTo(wrong.toString());
        assertThat(second.get("accuracy").getAsDouble()).isZero();
        assertThat(second.getAsJsonArray("interval").get(1).getAsDouble()).isEqualTo(0.0876, within(1e-4));
        assertThat(said.getAsJsonObject("mcnemar").get("only_first").getAsInt()).isEqualTo(40);
    }

    @Test
    void oneOrThreeAreRefused() {
        Ran ran = Ran.cli("compare", "--model", "efficientnet_lite0", "--data", folder);

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains("--model names two classifiers to compare, received [efficientnet_lite0]");
    }
}
