package io.ocelli.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonParser;
import io.ocelli.Classifier;
import io.ocelli.data.ImageFolder;
import io.ocelli.learning.AdaBn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The verb train with pictures of another domain that nobody has labelled. */
class AdaptTest {
    @TempDir
    Path folder;

    private Path pictures;

    @BeforeEach
    void render() throws Exception {
        pictures = Ran.pictures(folder.resolve("pictures"), 5);
    }

    private Ran train(String model, Object... more) {
        List<Object> all = new ArrayList<>(List.of("--epochs", 1, "--batch", 5));
        all.addAll(Arrays.asList(more));
        return Ran.train(folder.resolve("saved"), model, pictures, all.toArray());
    }

    @ParameterizedTest
    @ValueSource(strings = {"mmd", "coral", "dann", "cdan", "mcc", "entropy", "fixmatch"})
    void aTermOfTheOtherDomainIsLearntBesideTheLabels(String method) {
        Ran ran = train("lenet5", "--unlabelled", pictures, "--adapt", method);

        assertThat(ran.code()).as(ran.err()).isZero();
        try (Classifier saved = Classifier.load(folder.resolve("saved"))) {
            assertThat(saved.labels()).containsExactly("blue", "red");
        }
    }

    @Test
    void normsAreAdaptedAfterTheTraining() {
        Path start = folder.resolve("start");
        try (Classifier untrained =
                Classifier.model("resnet20_cifar").head("blue", "red").untrained()) {
            untrained.save(start);
        }
        Path weights = start.resolve("model.safetensors");
        assertThat(train("resnet20_cifar", "--full", "--weights", weights).code())
                .isZero();
        float[] before = mean();
        Ran ran = train("resnet20_cifar", "--full", "--weights", weights, "--unlabelled", pictures, "--adapt", "adabn");

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(mean()).isNotEqualTo(before);
    }

    /** What a term leaves in the norms is a mixture of both domains. */
    @Test
    void normsOfANetworkThatLearntWholeKeepTheOtherDomain() {
        Ran ran = train("resnet20_cifar", "--scratch", "--unlabelled", pictures, "--adapt", "mcc");

        assertThat(ran.code()).as(ran.err()).isZero();
        try (Classifier saved = Classifier.load(folder.resolve("saved"))) {
            float[] anew = AdaBn.of(saved.network())
                    .over(ImageFolder.unlabelled(pictures))
                    .weights()
                    .get("bn1.running_mean")
                    .toFloats();
            assertThat(mean()).containsExactly(anew, within(1e-5f));
        }
    }

    private float[] mean() {
        try (Classifier saved = Classifier.load(folder.resolve("saved"))) {
            return saved.weights().get("bn1.running_mean").toFloats();
        }
    }

    @Test
    void whatDoesNotGoTogetherIsRefused() {
        assertWrong(train("lenet5", "--adapt", "mmd"), "--unlabelled DIR and --adapt NAME go together");
        assertWrong(train("lenet5", "--unlabelled", pictures), "--unlabelled DIR and --adapt NAME go together");
        assertWrong(
                train("lenet5", "--unlabelled", pictures, "--adapt", "magic"),
                "--adapt is mmd, coral, dann, cdan, mcc, entropy, fixmatch or adabn, received 'magic'");
        assertWrong(train("lenet5", "--unlabelled", folder.resolve("no"), "--adapt", "mmd"), "--unlabelled: ");
        assertWrong(
                train("efficientnet_lite0", "--unlabelled", pictures, "--adapt", "dann"),
                "--adapt dann changes what the backbone makes of pictures, and it is frozen; say --full, or take mcc,"
                        + " entropy or adabn");
        assertWrong(
                train("lenet5", "--unlabelled", pictures, "--adapt", "adabn"),
                "--adapt adabn: Batch norms are adapted to other pictures, and lenet5 has none.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"validation", "entropy", "diversity"})
    void theWeightsOfTheBestEpochAreSaved(String best) throws Exception {
        Path saved = folder.resolve("saved");
        Path figures = folder.resolve("figures.json");
        Ran ran = Ran.train(
                saved,
                "lenet5",
                pictures,
                "--unlabelled",
                pictures,
                "--adapt",
                "mcc",
                "--best",
                best,
                "--epochs",
                4,
                "--batch",
                5,
                "--learning-rate",
                0.02,
                "--json",
                figures);

        assertThat(ran.code()).as(ran.err()).isZero();
        try (Classifier classifier = Classifier.load(saved)) {
            double accuracy = JsonParser.parseString(Files.readString(figures))
                    .getAsJsonObject()
                    .get("accuracy")
                    .getAsDouble();
            assertThat(classifier.evaluate(ImageFolder.of(pictures)).accuracy()).isEqualTo(accuracy);
        }
    }

    @Test
    void howTheBestIsToldNeedsItsPictures() {
        assertWrong(
                train("lenet5", "--best", "entropy"),
                "--best entropy and diversity look at pictures without labels; name them by --unlabelled DIR and --adapt"
                        + " NAME, or say --best validation");
        assertWrong(
                train("resnet20_cifar", "--scratch", "--unlabelled", pictures, "--adapt", "adabn", "--best", "entropy"),
                "--best entropy and diversity judge networks while they learn, and adabn changes them afterwards; leave"
                        + " --best out, or say --best validation");
    }

    private static void assertWrong(Ran ran, String message) {
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains(message);
    }
}
