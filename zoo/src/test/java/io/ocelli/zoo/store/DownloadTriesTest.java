package io.ocelli.zoo.store;

import static io.ocelli.zoo.store.FileServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** After which failures it is tried again, how often, and how long it waits. */
class DownloadTriesTest extends Downloading {
    @Test
    void comesInMoreCutsThanTriesAsLongAsEachBringsSomething() {
        for (int i = 0; i < 10; i++) {
            server.then(server.cutAfter(20_000));
        }
        assertThat(fetch(server.row(sha256))).hasBinaryContent(server.content());
        assertThat(server.asked()).hasSize(11);
    }

    @Test
    void triesAgainAfterAStall() {
        server.then(exchange -> {
            server.cutAfter(CUT).handle(exchange);
            sleep(2_000);
        });

        assertThat(fetch(server.row(sha256))).hasBinaryContent(server.content());
        assertThat(server.asked()).hasSize(2);
    }

    @Test
    void aLengthThatIsTooLongIsACutConnection() {
        for (int i = 0; i < 4; i++) {
            server.then(exchange -> {
                exchange.sendResponseHeaders(200, 1L << 50);
                exchange.getResponseBody().write(server.content());
                exchange.getResponseBody().flush();
            });
        }
        assertThatThrownBy(() -> fetch(server.row(sha256)))
                .hasMessageContaining(SIZE + " of " + (1L << 50) + " bytes")
                .hasMessageContaining("3 tries in a row came no further");
        assertThat(folder.resolve("net.pth.part")).hasSize(SIZE);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 504})
    void triesAgainAfterWhatPasses(int status) {
        server.then(status(status), status(status));

        assertThat(fetch(server.row(sha256))).exists();
        assertThat(server.asked()).hasSize(3);
    }

    @Test
    void givesUpAfterSomeTries() {
        server.then(status(500), status(500), status(500));

        assertThatThrownBy(() -> fetch(server.row(sha256)))
                .hasMessageContaining(
                        ": the server answered 500 Internal Server Error; 3 tries in a row came no further. You can also bring");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 410})
    void doesNotTryAgainAfterWhatStays(int status) {
        server.then(status(status));

        assertThatThrownBy(() -> fetch(server.row(sha256))).hasMessageContaining(": the server answered " + status);
        assertThat(server.asked()).hasSize(1);
    }

    @Test
    void waitsAsLongAsTheServerAsks() {
        server.then(status(429, "Retry-After", "1"));
        long start = System.nanoTime();

        fetch(server.row(sha256));
        assertThat(System.nanoTime() - start).isGreaterThan(1_000_000_000);
    }

    @Test
    void givesUpWhereTheServerAsksForTooLong() {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                ZonedDateTime.now(ZoneOffset.UTC).plusHours(2));
        server.then(status(503, "Retry-After", "3600"), status(503, "Retry-After", date));

        assertThatThrownBy(() -> fetch(server.row(sha256)))
                .hasMessageContaining("503 Service Unavailable and asks to wait 3600 seconds");
        assertThatThrownBy(() -> fetch(server.row(sha256))).hasMessageContaining("and asks to wait 7");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFullDiskIsSaidAndNotTriedAgain() throws IOException {
        Files.createSymbolicLink(folder.resolve("net.pth.part"), Path.of("/dev/full"));

        assertThatThrownBy(() -> fetch(server.row(sha256)))
                .hasMessageContaining("it cannot be written to " + folder.resolve("net.pth.part")
                        + " (No space left on device). What has come is kept. Free some space there");
        assertThat(server.asked()).hasSize(1);
        assertThat(folder.resolve("net.pth")).doesNotExist();
        Files.delete(folder.resolve("net.pth.part"));
    }
}
