package io.ocelli.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verb train: where its pictures come from, and what it tells. */
class TrainTest {
    @TempDir
    Path folder;

    private Path pictures;

    @BeforeEach
    void render() throws Exception {
        pictures = Ran.pictures(folder.resolve("pictures"), 5);
    }

    private Ran train(Object... more) {
        List<Object> all = new ArrayList<>(List.of(
                "train",
                "--epochs",
                2,
                "--batch",
                2,
                "--out",
                folder.resolve("saved"),
                "--json",
                folder.resolve("out.json")));
        all.addAll(Arrays.asList(more));
        if (!all.contains("--model")) {
            all.addAll(List.of("--model", "simple_cnn"));
        }
        return Ran.cli(all.toArray());
    }

    private JsonObject json() throws Exception {
        return JsonParser.parseString(Files.readString(folder.resolve("out.json")))
                .getAsJsonObject();
    }

    @Test
    void splitsOffAShareOfEachClassToValidateWithAndTellsEachEpochInALine() throws Exception {
        Ran ran = train("--train", pictures, "--split", 0.4);

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(json().get("images").getAsInt()).isEqualTo(6);
        assertThat(json().get("validation_images").getAsInt()).isEqualTo(4);
        assertThat(ran.out())
                .contains("6 pictures of 2 classes and 4 to validate with")
                .containsPattern("(?m)^Epoch 1: loss [0-9.]+, validation loss [0-9.]+, accuracy [0-9.]+ %, [0-9.]+ s$")
                .contains("\nEpoch 2: ")
                .doesNotContain("\r", "\u001b");
        assertThat(ran.err()).isEmpty();
    }

    @Test
    void scratchTrainsTheWholeNetworkThoughWeightsArePublished() throws Exception {
        Ran ran = train("--train", pictures, "--split", 0.4, "--model", "resnet20_cifar", "--scratch");

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("to validate with, the whole network from the start\n");
        assertWrong(
                train("--train", pictures, "--split", 0.4, "--scratch", "--full"),
                "--scratch begins with random weights; leave --full out");
    }

    @Test
    void readsATableOfPathsAndLabels() throws Exception {
        StringBuilder table = new StringBuilder("path,label\n");
        for (int i = 0; i < 10; i++) {
            String name = i % 2 == 0 ? "red" : "blue";
            table.append("pictures/")
                    .append(name)
                    .append('/')
                    .append(i)
                    .append(".png,")
                    .append(name)
                    .append('\n');
        }
        Path csv = Files.writeString(folder.resolve("pictures.csv"), table);
        Ran ran = train("--train", csv, "--split", 0.2);

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(json().get("images").getAsInt()).isEqualTo(8);
        assertThat(json().get("validation_images").getAsInt()).isEqualTo(2);
    }

    @Test
    void aPictureThatCannotBeReadEndsItOrIsLeftOutAndListed() throws Exception {
        Path broken = Files.writeString(pictures.resolve("red").resolve("broken.png"), "no picture");

        Ran ended = train("--train", pictures, "--split", 0.2);
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).contains("broken.png").hasLineCount(1);

        Ran skipping = train("--train", pictures, "--split", 0.2, "--skip-broken");
        assertThat(skipping.code()).as(skipping.err()).isZero();
        assertThat(skipping.err()).contains("pictures were left out").contains("broken.png");
        assertThat(json().getAsJsonArray("skipped").get(0).getAsString()).isEqualTo(broken.toString());
    }

    @Test
    void aLossThatGrowsBeyondAllIsToldInOneLine() {
        Ran ran = train("--train", pictures, "--split", 0.2, "--learning-rate", 1e30);

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).hasLineCount(1).startsWith("ocelli: ").doesNotContain("Exception");
    }

    @Test
    void whatIsValidatedWithIsNamedOrSplitOff() {
        assertWrong(train("--train", pictures), "--validation, or split them off by --split 0.2");
        assertWrong(train("--train", pictures, "--validation", pictures, "--split", 0.2), "not both");
        assertWrong(train("--train", pictures, "--split", 20), "--split is a share between 0 and 1, received 20.0");
        assertWrong(
                train("--train", pictures, "--split", 0.2, "--learning-rate", -1),
                "--learning-rate is positive, received -1.0");
    }

    @Test
    void writesItsRecipeBesideWhatItSaves() throws Exception {
        assertThat(train("--train", pictures, "--split", 0.2, "--ema", 0.9).code())
                .isZero();
        Path recipe = folder.resolve("saved").resolve("recipe.json");
        assertThat(Files.readString(recipe)).contains("\"epochs\":2,\"batchSize\":2", "\"decay\":0.9");

        Ran again = Ran.cli(
                "train",
                "--model",
                "simple_cnn",
                "--train",
                pictures,
                "--split",
                0.2,
                "--recipe",
                recipe,
                "--out",
                folder.resolve("again"));
        assertThat(again.code()).as(again.err()).isZero();
        assertThat(again.out()).contains("after 2 epochs");
        assertThat(Files.readAllBytes(folder.resolve("again/model.safetensors")))
                .isEqualTo(Files.readAllBytes(folder.resolve("saved/model.safetensors")));
        Path odd = Files.writeString(folder.resolve("odd.json"), "{\"epoch\":1}");
        assertWrong(train("--train", pictures, "--split", 0.2, "--recipe", odd), "received 'epoch'");
        assertWrong(train("--train", pictures, "--split", 0.2, "--ema", 2), "--ema is between 0 and 1, received 2.0");
    }

    @Test
    void augmentsAndMixes() throws Exception {
        for (String name : new String[] {"randaugment", "trivialaugment", "autoaugment", "augmix", "none"}) {
            assertThat(train("--train", pictures, "--split", 0.2, "--augment", name, "--mix", "mixup,cutmix")
                            .code())
                    .as(name)
                    .isZero();
        }
        assertThat(Files.readString(folder.resolve("saved").resolve("recipe.json")))
                .contains("cutMix", "RandomResizedCrop");
        assertWrong(train("--train", pictures, "--split", 0.2, "--augment", "all"), "augmix or none, received 'all'");
        assertWrong(
                train("--train", pictures, "--split", 0.2, "--mix", "mix"), "--mix is mixup, cutmix, or mixup,cutmix");
    }

    @Test
    void beginsWithWeightsOfOnesOwn() throws Exception {
        assertThat(train("--train", pictures, "--split", 0.2).code()).isZero();
        Path weights = folder.resolve("saved/model.safetensors");
        Ran ran = Ran.cli(
                "train",
                "--model",
                "simple_cnn",
                "--train",
                pictures,
                "--split",
                0.2,
                "--epochs",
                1,
                "--weights",
                weights,
                "--out",
                folder.resolve("head"));

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("a new head on the weights " + weights);
        assertWrong(
                train("--train", pictures, "--split", 0.2, "--weights", folder.resolve("none")),
                "--weights: there is no file");
    }

    @Test
    void goesOnFromItsCheckpoints() throws Exception {
        Path runs = folder.resolve("runs");
        assertThat(train("--train", pictures, "--split", 0.2, "--checkpoints", runs, "--resume")
                        .code())
                .isZero();
        byte[] whole = Files.readAllBytes(folder.resolve("saved/model.safetensors"));

        assertWrong(
                train("--train", pictures, "--split", 0.2, "--checkpoints", runs),
                "has those of an earlier training; say --resume");
        assertWrong(train("--train", pictures, "--split", 0.2, "--resume"), "--resume belongs to --checkpoints DIR");
        assertWrong(
                train("--train", pictures, "--split", 0.2, "--checkpoints", runs, "--every", 0, "--resume"),
                "--every is a positive number of minutes, received 0.0");
        Ran again = train("--train", pictures, "--split", 0.2, "--checkpoints", runs, "--resume", "--every", 5);
        assertThat(again.code()).as(again.err()).isZero();
        assertThat(Files.readAllBytes(folder.resolve("saved/model.safetensors")))
                .isEqualTo(whole);
    }

    @Test
    void reportsOnAPageAndTriesRates() throws Exception {
        Path page = folder.resolve("report.html");
        assertThat(train("--train", pictures, "--split", 0.2, "--report", page).code())
                .isZero();
        assertThat(Files.readString(page)).contains("Ended: all epochs are over.");

        Path rates = folder.resolve("rates.html");
        Path figures = folder.resolve("rates.json");
        Ran ran = Ran.cli(
                "lr-find",
                "--model",
                "simple_cnn",
                "--train",
                pictures,
                "--batch",
                4,
                "--out",
                rates,
                "--json",
                figures);
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("Tried 10 of 100 rates");
        assertThat(ran.out()).containsPattern("steps; the loss falls fastest at a learning rate of [0-9.e-]+; see ");
        assertThat(Files.readString(rates)).contains("<h1>Learning rates</h1>", "data:image/png");
        JsonObject json = JsonParser.parseString(Files.readString(figures)).getAsJsonObject();
        assertThat(json.get("suggestion").getAsDouble()).isBetween(1e-7, 10.0);
        assertThat(json.getAsJsonArray("points").size()).isBetween(20, 100);
    }

    private static void assertWrong(Ran ran, String message) {
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).hasLineCount(1).contains(message);
    }
}
