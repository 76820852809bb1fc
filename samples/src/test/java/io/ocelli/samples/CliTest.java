package io.ocelli.samples;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Safetensors;
import io.ocelli.weights.Weights;
import java.awt.image.BufferedImage;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CliTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(Object... arguments) {
        String[] texts = new String[arguments.length];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = arguments[i].toString();
        }
        return Cli.execute(new PrintWriter(out, true), new PrintWriter(err, true), texts);
    }

    private void assertOneLineAndTwo(int code, String message) {
        assertThat(err.toString().lines()).hasSize(1).first().asString().contains(message);
        assertThat(code).isEqualTo(2);
    }

    private Path pictures() throws Exception {
        for (int i = 0; i < 4; i++) {
            BufferedImage picture = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
            for (int x = 0; x < 32 * 32; x++) {
                picture.setRGB(x % 32, x / 32, i % 2 == 0 ? 0xff2020 : 0x2020ff);
            }
            Path to = Files.createDirectories(folder.resolve("pictures").resolve(i % 2 == 0 ? "red" : "blue"));
            ImageIO.write(picture, "png", to.resolve(i + ".png").toFile());
        }
        return folder.resolve("pictures");
    }

    @Test
    void withoutAVerbItListsThem() {
        assertOneLineAndTwo(run(), "say what to do: ");
    }

    @Test
    void aVerbThatThereIsNotIsWrong() {
        assertOneLineAndTwo(run("trian"), "trian");
    }

    @Test
    void aMissingOptionIsNamed() {
        assertOneLineAndTwo(run("train", "--model", "lenet5"), "--train");
    }

    @Test
    void aModelThatThereIsNotBringsTheNearest() {
        assertOneLineAndTwo(run("logits", "--model", "resnet5", "--input", "i", "--out", "o"), "resnet50");
    }

    @Test
    void aFolderThatThereIsNotIsNamed() {
        assertOneLineAndTwo(
                run("evaluate", "--model", "efficientnet_lite0", "--data", folder.resolve("nowhere")), "nowhere");
    }

    @Test
    void epochsArePositive() {
        assertOneLineAndTwo(
                run("train", "--model", "lenet5", "--train", "t", "--validation", "v", "--out", "o", "--epochs", 0),
                "--epochs is at least 1, received 0");
    }

    @Test
    void precisionIsOneOfTwo() {
        assertOneLineAndTwo(
                run(
                        "train",
                        "--model",
                        "lenet5",
                        "--train",
                        "t",
                        "--validation",
                        "v",
                        "--out",
                        "o",
                        "--precision",
                        "half"),
                "half");
    }

    @Test
    void anEngineThatThereIsNotIsWrong() {
        assertOneLineAndTwo(
                run("logits", "--model", "lenet5", "--input", "i", "--out", "o", "--engine", "abacus"), "'abacus'");
    }

    @Test
    void modelsListsThem() throws Exception {
        assertThat(run("models", "--json", folder.resolve("models.json"))).isZero();
        assertThat(out.toString()).contains("resnet50");
        assertThat(JsonParser.parseString(Files.readString(folder.resolve("models.json")))
                        .getAsJsonArray())
                .isNotEmpty();
    }

    @Test
    void modelsListsThoseWhoseNameHasAPart() {
        assertThat(run("models", "resnet20")).isZero();
        assertThat(out.toString()).contains("resnet20_cifar", "GFLOPs").doesNotContain("vit_b_16");
    }

    @Test
    void modelsListsEveryRowOfWeightsAtItsOwnSize() {
        assertThat(run("models", "vit_h_14")).isZero();
        assertThat(out.toString())
                .containsPattern("IMAGENET1K_SWAG_E2E_V1 +3 x 518 x 518 +633.47 M +1016.72 +88.6 +2534.0")
                .containsPattern("IMAGENET1K_SWAG_LINEAR_V1 +3 x 224 x 224 +632.05 M +167.30 +85.7 +2528.3");
    }

    @Test
    void trainsFromTheStartEvaluatesAndClassifies() throws Exception {
        Path pictures = pictures();
        Path saved = folder.resolve("saved");
        Path json = folder.resolve("out.json");
        assertThat(run(
                        "train",
                        "--model",
                        "simple_cnn",
                        "--train",
                        pictures,
                        "--validation",
                        pictures,
                        "--epochs",
                        2,
                        "--batch",
                        2,
                        "--out",
                        saved,
                        "--json",
                        json))
                .as(err.toString())
                .isZero();
        assertThat(out.toString()).contains("from the start");
        assertThat(JsonParser.parseString(Files.readString(json))
                        .getAsJsonObject()
                        .keySet())
                .contains("accuracy", "epochs", "images", "seconds", "seconds_training");

        assertThat(run("evaluate", "--model", saved, "--data", pictures, "--json", json))
                .isZero();
        assertThat(JsonParser.parseString(Files.readString(json))
                        .getAsJsonObject()
                        .keySet())
                .contains("accuracy", "top5", "images", "confusion", "seconds");

        Path broken = Files.writeString(folder.resolve("broken.png"), "no picture");
        assertThat(run("classify", "--model", saved, pictures.resolve("red/0.png"), broken, "--top", 1, "--json", json))
                .isEqualTo(1);
        var answers = JsonParser.parseString(Files.readString(json)).getAsJsonArray();
        assertThat(answers.get(0).getAsJsonObject().getAsJsonArray("top")).hasSize(1);
        assertThat(answers.get(1).getAsJsonObject().get("error").getAsString()).contains("broken.png");
        assertThat(err.toString()).contains("broken.png").doesNotContain("\tat ");
    }

    @Test
    void logitsTakesAnySizeThatTheNetworkTakes() {
        Path input = folder.resolve("in.safetensors");
        Path output = folder.resolve("out.safetensors");
        Safetensors.write(
                input,
                Weights.of(Map.of("input", Tensor.of(Shape.of(2, 3, 64, 96), new float[2 * 3 * 64 * 96]))),
                Map.of());
        assertThat(run("logits", "--model", "efficientnet_lite0", "--input", input, "--out", output))
                .as(err.toString())
                .isZero();
        assertThat(Safetensors.read(output).get("logits").shape()).isEqualTo(Shape.of(2, 1000));
    }

    @Test
    void weightsThatAreNowhereAreAFailureOfTheWorld() throws Exception {
        System.setProperty("ocelli.cache", folder.toString());
        try {
            assertThat(run("evaluate", "--model", "vgg11", "--data", pictures()))
                    .isEqualTo(1);
            assertThat(err.toString()).contains("vgg11").doesNotContain("\tat ");
        } finally {
            System.clearProperty("ocelli.cache");
        }
    }
}
