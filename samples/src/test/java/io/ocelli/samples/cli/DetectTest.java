package io.ocelli.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.ocelli.boxes.Bbox;
import io.ocelli.boxes.CocoResults;
import io.ocelli.boxes.Detection;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verb detect: red things on a blue ground. */
class DetectTest {
    @TempDir
    static Path folder;

    private static Path model;
    private static Path scene;

    @BeforeAll
    static void train() throws IOException {
        Path pictures = Ran.pictures(folder.resolve("pictures"), 30);
        model = folder.resolve("model");
        Ran.trained(model, "lenet5", pictures, "--epochs", "12", "--learning-rate", "0.003");
        BufferedImage picture = new BufferedImage(128, 96, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 96; y++) {
            for (int x = 0; x < 128; x++) {
                picture.setRGB(x, y, x >= 64 && x < 96 && y >= 32 && y < 64 ? 0xff2020 : 0x2020ff);
            }
        }
        scene = folder.resolve("scene.png");
        ImageIO.write(picture, "png", scene.toFile());
    }

    @Test
    void thingsAreBoxesInAPictureInJsonAndInCocosResults() throws IOException {
        Path out = folder.resolve("out");
        Path json = folder.resolve("boxes.json");
        Path coco = folder.resolve("coco.json");
        Ran ran = Ran.cli(
                "detect",
                "--model",
                model,
                "--out",
                out,
                "--window",
                32,
                "--overlap",
                0,
                "--background",
                "blue",
                "--averaging",
                "--json",
                json,
                "--coco",
                coco,
                scene);

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).contains(scene + ": 1 boxes (1 red)");
        JsonArray answers = JsonParser.parseString(Files.readString(json)).getAsJsonArray();
        JsonObject answer = answers.get(0).getAsJsonObject();
        assertThat(answer.get("file").getAsString()).isEqualTo(scene.toString());
        JsonObject box = answer.getAsJsonArray("boxes").get(0).getAsJsonObject();
        assertThat(box.get("label").getAsString()).isEqualTo("red");
        assertThat(box.get("confidence").getAsDouble()).isBetween(0.5, 1.0);
        assertThat(box.get("box").toString()).isEqualTo("[64.0,32.0,96.0,64.0]");
        assertThat(answer.getAsJsonObject("counts").get("red").getAsInt()).isEqualTo(1);
        List<Detection> detections = CocoResults.read(coco);
        assertThat(detections).hasSize(1);
        assertThat(detections.get(0).image()).isEqualTo(1);
        assertThat(detections.get(0).bbox().x()).isEqualTo(64);
        BufferedImage drawn = ImageIO.read(out.resolve("scene.png").toFile());
        assertThat(drawn.getWidth()).isEqualTo(128);
        assertThat(drawn.getRGB(64, 40) & 0xffffff).isNotEqualTo(0xff2020);
        assertThat(drawn.getRGB(80, 48) & 0xffffff).isEqualTo(0xff2020);
    }

    @Test
    void aBrokenPictureIsToldAndTheOthersGoOn() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.png"), "no picture");
        Path json = folder.resolve("broken.json");
        Ran ran = Ran.cli("detect", "--model", model, "--out", folder.resolve("some"), "--json", json, broken, scene);

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).hasLineCount(1).startsWith("ocelli: " + broken);
        JsonArray answers = JsonParser.parseString(Files.readString(json)).getAsJsonArray();
        assertThat(answers.get(0).getAsJsonObject().get("error").getAsString()).contains("broken.png");
        assertThat(answers.get(1).getAsJsonObject().has("boxes")).isTrue();
    }

    @Test
    void acrossClassesNoTwoBoxesAreAtOnePlace() {
        Path coco = folder.resolve("across.json");
        Ran ran = Ran.cli(
                "detect",
                "--model",
                model,
                "--out",
                folder.resolve("across"),
                "--window",
                "32,48",
                "--iou",
                0,
                "--across-classes",
                "--coco",
                coco,
                scene);

        assertThat(ran.code()).as(ran.err()).isZero();
        List<Detection> detections = CocoResults.read(coco);
        assertThat(detections).hasSizeGreaterThan(1);
        for (Detection one : detections) {
            assertThat(detections)
                    .filteredOn(other -> overlap(one.bbox(), other.bbox()))
                    .containsExactly(one);
        }
    }

    private static boolean overlap(Bbox a, Bbox b) {
        return Math.min(a.x() + a.width(), b.x() + b.width()) > Math.max(a.x(), b.x())
                && Math.min(a.y() + a.height(), b.y() + b.height()) > Math.max(a.y(), b.y());
    }

    @Test
    void aModelThatLooksAroundAThingSeesMoreThanTheWindow() {
        Ran ran = Ran.cli("detect", "--model", model, "--out", folder, "--surroundings", 0.5, scene);

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains("What is classified has 1 to 16 times a square's side, received 0.5");
    }

    @Test
    void aBackgroundIsOneOfTheModelsClasses() {
        Ran ran = Ran.cli("detect", "--model", model, "--out", folder, "--background", "green", scene);

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err())
                .contains("ocelli: --background is one of the model's classes, [blue, red], received 'green'");
    }

    @Test
    void whatIsWrittenToIsAFolder() {
        Ran ran = Ran.cli("detect", "--model", model, "--out", scene, scene);

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains("--out is a folder to write, and " + scene + " is a file");
    }

    @Test
    void aWrongNumberIsAWrongArgument() {
        Ran ran = Ran.cli("detect", "--model", model, "--out", folder, "--overlap", 1, scene);

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains("The overlap is from 0 to below 1, received 1.0");
    }
}
