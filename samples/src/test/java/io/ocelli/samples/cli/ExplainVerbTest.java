package io.ocelli.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainVerbTest {
    @TempDir
    static Path folder;

    private static Path model;
    private static Path picture;

    @BeforeAll
    static void train() throws IOException {
        Path pictures = Ran.pictures(folder.resolve("pictures"), 10);
        picture = pictures.resolve("red/0.png");
        model = folder.resolve("model");
        Ran.trained(model, "simple_cnn", pictures, "--epochs", "1");
    }

    @Test
    void eachPictureIsWrittenUnderItsMap() throws IOException {
        Path out = folder.resolve("maps");
        Path json = folder.resolve("maps.json");
        Path other = Files.createDirectories(folder.resolve("other")).resolve("0.jpg");
        Files.copy(picture, other);
        Ran ran = Ran.cli("explain", "--model", model, "--label", "blue", "--out", out, "--json", json, picture, other);

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).contains(picture + ": blue, " + out.resolve("0.png"));
        BufferedImage overlay = ImageIO.read(out.resolve("0-2.png").toFile());
        assertThat(overlay.getWidth()).isEqualTo(32);
        JsonArray maps = JsonParser.parseString(Files.readString(json)).getAsJsonArray();
        assertThat(maps).hasSize(2);
        JsonObject first = maps.get(0).getAsJsonObject();
        assertThat(first.get("file").getAsString()).isEqualTo(picture.toString());
        assertThat(first.get("label").getAsString()).isEqualTo("blue");
        assertThat(first.getAsJsonArray("map"))
                .hasSize(first.get("height").getAsInt() * first.get("width").getAsInt());
    }

    @Test
    void oneSheetShowsAllAndRandomWeightsAnotherOne() throws IOException {
        Path sheet = folder.resolve("sheet.png");
        Path other = folder.resolve("random.png");
        Path out = folder.resolve("sheets");
        Ran ran = Ran.cli("explain", "--model", model, "--label", "red", "--out", out, "--sheet", sheet, picture);
        Ran random = Ran.cli(
                "explain", "--model", model, "--label", "red", "--out", out, "--sheet", other, "--randomized", picture);

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(random.code()).as(random.err()).isZero();
        assertThat(ImageIO.read(sheet.toFile()).getHeight()).isEqualTo(224 + 6);
        assertThat(Files.readAllBytes(other)).isNotEqualTo(Files.readAllBytes(sheet));
    }

    @Test
    void aBrokenPictureIsToldAndTheOthersGoOn() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.png"), "no picture");
        Path out = folder.resolve("some");
        Ran ran = Ran.cli("explain", "--model", model, "--method", "saliency", "--out", out, broken, picture);

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("broken.png is in none of the formats");
        assertThat(out.resolve("0.png")).isRegularFile();
    }

    @Test
    void anOnnxFileHasNoNetworkToLookInto() throws IOException {
        Path file = Files.writeString(folder.resolve("some.onnx"), "");
        Ran ran = Ran.cli("explain", "--model", file, "--out", folder.resolve("no"), picture);

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains("some.onnx is an ONNX file, whose network is not known");
    }

    @Test
    void anotherMethodOrLabelIsRefused() {
        Ran method = Ran.cli("explain", "--model", model, "--method", "lime", "--out", folder.resolve("no"), picture);
        Ran label = Ran.cli("explain", "--model", model, "--label", "green", "--out", folder.resolve("no"), picture);

        assertThat(method.code()).isEqualTo(2);
        assertThat(method.err()).contains("--method: A method of explanation is one of [grad-cam, ", "received 'lime'");
        assertThat(label.code()).isEqualTo(2);
        assertThat(label.err()).contains("--label is one of the model's 2 classes, received 'green'");
        assertThat(folder.resolve("no")).doesNotExist();
    }
}
