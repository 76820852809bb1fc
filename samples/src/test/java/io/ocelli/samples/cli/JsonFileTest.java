package io.ocelli.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What {@code --json} writes to, where it is no plain file. */
@DisabledOnOs(OS.WINDOWS) // which has neither such links nor such files
class JsonFileTest {
    @TempDir
    Path folder;

    private Ran models(Path json) {
        return Ran.cli("models", "resnet20", "--json", json);
    }

    @Test
    void aLinkIsFollowed() throws Exception {
        Path file = Files.writeString(folder.resolve("file.json"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link.json"), Path.of("file.json"));

        assertThat(models(link).code()).isZero();
        assertThat(link).isSymbolicLink();
        assertThat(JsonParser.parseString(Files.readString(file)).isJsonArray()).isTrue();
        assertThat(list()).containsExactlyInAnyOrder("file.json", "link.json");
    }

    @Test
    void aLinkThatLeadsToNothingMakesItsFile() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link.json"), Path.of("later.json"));

        assertThat(models(link).code()).isZero();
        assertThat(link).isSymbolicLink();
        assertThat(folder.resolve("later.json")).isNotEmptyFile();
    }

    @Test
    void linksInACircleAreRefused() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link.json"), Path.of("other.json"));
        Files.createSymbolicLink(folder.resolve("other.json"), Path.of("link.json"));
        Ran ran = models(link);

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).hasLineCount(1).contains("the links of " + link + " lead nowhere");
    }

    @Test
    void aPipeIsWrittenThrough() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        CompletableFuture<String> read = CompletableFuture.supplyAsync(() -> {
            try {
                return Files.readString(pipe);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });

        assertThat(models(pipe).code()).isZero();
        assertThat(JsonParser.parseString(read.get(10, TimeUnit.SECONDS)).isJsonArray())
                .isTrue();
        assertThat(Files.isRegularFile(pipe)).isFalse();
    }

    @Test
    void aDeviceStaysOne() {
        assertThat(models(Path.of("/dev/null")).code()).isZero();
        assertThat(Files.isRegularFile(Path.of("/dev/null"))).isFalse();
        Ran full = models(Path.of("/dev/full"));
        assertThat(full.code()).isEqualTo(1);
        assertThat(full.err()).hasLineCount(1).startsWith("ocelli: The file /dev/full cannot be written: ");
    }

    @Test
    void anExportToADeviceIsRefused() {
        Ran ran = Ran.cli("export", "--model", "efficientnet_lite0", "--out", "/dev/null");

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains("--out is a file to write, and /dev/null is a device or a pipe");
    }

    private Stream<String> list() throws IOException {
        return Files.list(folder).map(file -> file.getFileName().toString());
    }
}
