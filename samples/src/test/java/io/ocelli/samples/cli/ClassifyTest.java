package io.ocelli.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verb classify: files, folders and lists, with broken ones among them. */
class ClassifyTest {
    private static final String MODEL = "efficientnet_lite0";

    @TempDir
    Path folder;

    private Path pictures;

    @BeforeEach
    void render() throws Exception {
        pictures = Ran.pictures(folder.resolve("pictures"), 2);
    }

    private Path broken() throws Exception {
        return Files.writeString(pictures.resolve("blue").resolve("broken.png"), "no picture");
    }

    @Test
    void aFolderIsAllPicturesInItAndABrokenOneDoesNotEndTheOthers() throws Exception {
        Path broken = broken();
        Ran ran = Ran.cli("classify", "--model", MODEL, "--top", 1, pictures, "--json", folder.resolve("out.json"));

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).hasLineCount(1).startsWith("ocelli: " + broken);
        assertThat(ran.out().lines().map(line -> line.replaceAll(": .*", "")))
                .containsExactly(
                        pictures.resolve("blue/1.png").toString(),
                        pictures.resolve("blue/3.png").toString(),
                        pictures.resolve("red/0.png").toString(),
                        pictures.resolve("red/2.png").toString());
        JsonArray answers = JsonParser.parseString(Files.readString(folder.resolve("out.json")))
                .getAsJsonArray();
        assertThat(answers).hasSize(5);
        assertThat(answers.get(2).getAsJsonObject().get("error").getAsString()).contains("broken.png");
    }

    @Test
    void aListOnStandardInputIsAPathALine() throws Exception {
        Path broken = broken();
        Path absent = folder.resolve("absent.png");
        String list = pictures.resolve("red/0.png") + "\n" + broken + "\n\n" + absent + "\n"
                + pictures.resolve("red/2.png") + "\n";
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(list.getBytes()));
        Ran ran;
        try {
            ran = Ran.cli("classify", "--model", MODEL, "-");
        } finally {
            System.setIn(before);
        }

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out()).hasLineCount(2).contains("red/0.png: [", "red/2.png: [");
        assertThat(ran.err()).hasLineCount(2).contains("broken.png", "There is no picture " + absent);
    }

    @Test
    void whereAllCanBeReadTheExitCodeIsZero() {
        Ran ran = Ran.cli("classify", "--model", MODEL, pictures, pictures.resolve("red/0.png"));

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).hasLineCount(5);
    }
}
