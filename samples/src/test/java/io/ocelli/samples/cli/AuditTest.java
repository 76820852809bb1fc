package io.ocelli.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.StreamSupport;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verb audit on discs and squares, of which one lies in the wrong folder. */
class AuditTest {
    @TempDir
    Path folder;

    private Path data;

    @BeforeEach
    void render() throws Exception {
        data = folder.resolve("data");
        for (int i = 0; i < 16; i++) {
            picture(data.resolve(i % 2 == 0 ? "discs" : "squares"), i, i % 2 == 0);
        }
        picture(data.resolve("discs"), 99, false);
    }

    private static Path picture(Path to, int seed, boolean disc) throws IOException {
        Random random = new Random(seed);
        BufferedImage picture = new BufferedImage(96, 96, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        graphics.setColor(Color.getHSBColor(disc ? 0.1f : 0.6f, 0.5f, 0.3f + 0.5f * random.nextFloat()));
        graphics.fillRect(0, 0, 96, 96);
        graphics.setColor(Color.WHITE);
        for (int i = 0; i < 6; i++) {
            int x = random.nextInt(80);
            int y = random.nextInt(80);
            if (disc) {
                graphics.fillOval(x, y, 24, 24);
            } else {
                graphics.fillRect(x, y, 24, 24);
            }
        }
        graphics.dispose();
        Path file = Files.createDirectories(to).resolve(seed + ".png");
        ImageIO.write(picture, "png", file.toFile());
        return file;
    }

    private JsonObject json() throws IOException {
        return JsonParser.parseString(Files.readString(folder.resolve("audit.json")))
                .getAsJsonObject();
    }

    private static List<String> strings(JsonElement array) {
        return StreamSupport.stream(array.getAsJsonArray().spliterator(), false)
                .map(JsonElement::getAsString)
                .toList();
    }

    @Test
    void allThatIsWrongIsFound() throws Exception {
        Path copy = Files.copy(data.resolve("squares/3.png"), data.resolve("squares/copy.png"));
        Path broken = Files.writeString(data.resolve("squares/broken.png"), "no picture");
        Path leaked = picture(folder.resolve("other").resolve("discs"), 4, true);
        picture(folder.resolve("other").resolve("squares"), 77, false);

        Ran ran = Ran.cli(
                "audit", "--data", data, "--against", folder.resolve("other"), "--json", folder.resolve("audit.json"));

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(strings(json().get("classes"))).containsExactly("discs", "squares");
        assertThat(strings(json().get("broken"))).containsExactly(broken.toString());
        assertThat(json().getAsJsonArray("duplicates"))
                .extracting(AuditTest::strings)
                .containsExactly(List.of(data.resolve("squares/3.png").toString(), copy.toString()));
        assertThat(json().getAsJsonArray("leaks"))
                .extracting(AuditTest::strings)
                .containsExactly(List.of(data.resolve("discs/4.png").toString(), leaked.toString()));
        JsonArray labels = json().getAsJsonArray("labelErrors");
        assertThat(labels).as("every picture that can be read").hasSize(18);
        JsonObject worst = labels.get(0).getAsJsonObject();
        assertThat(worst.get("file").getAsString())
                .isEqualTo(data.resolve("discs/99.png").toString());
        assertThat(worst.get("given").getAsString()).isEqualTo("discs");
        assertThat(worst.get("suggested").getAsString()).isEqualTo("squares");
        assertThat(labels)
                .extracting(label -> label.getAsJsonObject().get("score").getAsDouble())
                .isSorted();
        assertThat(ran.out())
                .contains("1 cannot be read:", "1 groups are of one picture:", "1 are in " + folder.resolve("other"))
                .contains("99.png: discs (");
    }

    @Test
    void aModelThatDoesNotKnowTheClassesIsNotAsked() {
        Ran ran = Ran.cli("audit", "--data", data, "--model", "efficientnet_lite0");

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out())
                .contains("heads on efficientnet_lite0, out of fold, for efficientnet_lite0 does not know all classes");
    }

    @Test
    void aModelThatKnowsTheClassesIsAsked() throws Exception {
        for (String label : List.of("goldfish", "tench")) {
            for (int i = 0; i < 2; i++) {
                picture(folder.resolve("fish").resolve(label), label.length() + i, true);
            }
        }
        Ran ran = Ran.cli(
                "audit",
                "--data",
                folder.resolve("fish"),
                "--model",
                "efficientnet_lite0",
                "--json",
                folder.resolve("audit.json"));

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(json().get("judge").getAsString()).isEqualTo("efficientnet_lite0");
        assertThat(json().getAsJsonArray("labelErrors"))
                .extracting(label -> label.getAsJsonObject().get("suggested").getAsString())
                .as("what is suggested is one of the folder's classes")
                .allMatch(List.of("goldfish", "tench")::contains);
    }

    @Test
    void aFolderThatThereIsNotIsNamed() {
        Ran ran = Ran.cli("audit", "--data", data, "--against", folder.resolve("nowhere"));

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).hasLineCount(1).contains("--against: There is no folder " + folder.resolve("nowhere"));
    }

    @Test
    void aSingleReadablePictureHasNoDoubts() throws Exception {
        Path one = folder.resolve("one");
        picture(one.resolve("discs"), 1, true);
        Ran ran = Ran.cli("audit", "--data", one, "--json", folder.resolve("audit.json"));

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(json().getAsJsonArray("labelErrors")).isEmpty();
        assertThat(ran.out()).contains("by nothing: there are fewer than two pictures that can be read");
    }

    @Test
    void aHeadIsNotAskedAboutThePicturesThatItHasLearntFrom() throws Exception {
        Path two = folder.resolve("two");
        picture(two.resolve("discs"), 1, true);
        picture(two.resolve("squares"), 2, false);
        Ran ran = Ran.cli("audit", "--data", two, "--json", folder.resolve("audit.json"));

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(json().getAsJsonArray("labelErrors"))
                .as("each class has one picture, and who has seen only the other's takes it for that")
                .hasSize(2)
                .allSatisfy(label -> assertThat(label.getAsJsonObject().get("suggested"))
                        .isNotEqualTo(label.getAsJsonObject().get("given")));
    }
}
