package io.ocelli.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GalleryVerbTest {
    @TempDir
    Path folder;

    @Test
    void classesAreAddedAndRemovedAndClassifiedWith() throws IOException {
        Path pictures = Ran.pictures(folder.resolve("pictures"), 2);
        Path green = Files.createDirectories(folder.resolve("more").resolve("green"));
        Ran.picture(green.resolve("0.png"), 0x20ff20);
        Path out = folder.resolve("gallery");

        Path json = folder.resolve("said.json");
        Ran begun = Ran.cli("gallery", "--add", pictures, "--out", out, "--json", json);
        assertThat(begun.code()).as(begun.err()).isZero();
        assertThat(begun.out()).contains("Gallery {blue=2, red=2} by means, accepting ", "right 100.00 %");
        assertThat(Files.readString(json)).contains("\"blue\": 2", "\"accuracy\": 1.0");

        Ran more = Ran.cli("gallery", "--model", out, "--add", green.getParent(), "--out", out, "--remove", "blue");
        assertThat(more.code()).as(more.err()).isZero();
        assertThat(more.out()).contains("Gallery {red=2, green=1} by means");

        Ran said = Ran.cli("classify", "--model", out, Ran.picture(folder.resolve("asked.png"), 0x22fa22));
        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.out()).contains("green");
    }

    @Test
    void whatCannotBeIsRefused() throws IOException {
        Path pictures = Ran.pictures(folder.resolve("pictures"), 1);
        Path out = folder.resolve("no");
        assertThat(Ran.cli("gallery", "--out", out).err()).contains("--add is needed");
        assertThat(Ran.cli("gallery", "--add", pictures, "--out", out, "--remove", "wasp")
                        .err())
                .contains("--remove is one of [], received 'wasp'");
        assertThat(Ran.cli("gallery", "--add", pictures, "--out", out, "--false-acceptance", "1")
                        .err())
                .contains("--false-acceptance is 0 or more and below 1, received 1.0");
        assertThat(out).doesNotExist();
    }
}
