package io.ocelli.zoo.store;

import static io.ocelli.zoo.store.FileServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.google.common.hash.Hashing;
import io.ocelli.error.WeightsException;
import io.ocelli.model.PublishedWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DownloadTest {
    private static final int SIZE = 300_000;
    private static final int CUT = 180_000;

    @TempDir
    private Path folder;

    private final FileServer server = new FileServer(SIZE);
    private final String sha256 = sha256(server.content());

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void bringsTheFileAndAsksOnce() {
        Path file = fetch(server.row(sha256));

        assertThat(file).isEqualTo(folder.resolve("net.pth")).hasBinaryContent(server.content());
        assertThat(fetch(server.row(sha256))).isEqualTo(file);
        assertThat(server.asked()).hasSize(1);
        assertThat(partialFiles()).isEmpty();
    }

    @Test
    void goesOnWhereTheConnectionWasCut() {
        server.then(server.cutAfter(CUT));

        assertThat(fetch(server.row(sha256))).hasBinaryContent(server.content());
        assertThat(server.asked())
                .extracting(FileServer.Asked::range, FileServer.Asked::ifRange)
                .containsExactly(tuple(null, null), tuple("bytes=" + CUT + "-", "\"first\""));
    }

    @Test
    void comesInMoreCutsThanTriesAsLongAsEachBringsSomething() {
        for (int i = 0; i < 10; i++) {
            server.then(server.cutAfter(20_000));
        }
        assertThat(fetch(server.row(sha256))).hasBinaryContent(server.content());
        assertThat(server.asked()).hasSize(11);
    }

    @Test
    void aLaterDownloadGoesOnFromAnEarlierOne() {
        server.then(server.cutAfter(CUT), status(403));
        assertThatThrownBy(() -> fetch(server.row(sha256))).isInstanceOf(WeightsException.class);
        assertThat(folder.resolve("net.pth.part")).hasSize(CUT);

        assertThat(fetch(server.row(sha256))).hasBinaryContent(server.content());
        assertThat(server.asked().get(2).range()).isEqualTo("bytes=" + CUT + "-");
    }

    @Test
    void resumesWithoutAVersionWhereTheChecksumWillTell() {
        server.change(server.content(), null);
        server.then(server.cutAfter(CUT));

        assertThat(fetch(server.row(sha256))).hasBinaryContent(server.content());
        assertThat(server.asked().get(1)).isEqualTo(new FileServer.Asked("/net.pth", "bytes=" + CUT + "-", null));
    }

    @Test
    void beginsAgainWithNeitherVersionNorChecksum() {
        server.change(server.content(), null);
        server.then(server.cutAfter(CUT));

        assertThat(fetch(server.row(null))).hasBinaryContent(server.content());
        assertThat(server.asked().get(1).range()).isNull();
    }

    @Test
    void beginsAgainWhereTheServerIgnoresTheRange() {
        server.then(server.cutAfter(CUT), server::ignoreRange);

        assertThat(fetch(server.row(sha256))).hasBinaryContent(server.content());
    }

    @Test
    void beginsAgainWhereTheFileChangedBetweenTwoParts() {
        byte[] other = FileServer.random(SIZE + 7, 2);
        server.then(exchange -> {
            server.cutAfter(CUT).handle(exchange);
            server.change(other, "\"second\"");
        });

        assertThat(fetch(server.row(sha256(other)))).hasBinaryContent(other);
        assertThat(server.asked()).hasSize(2);
    }

    @Test
    void beginsAgainWhereAServerMixesTwoVersions() {
        byte[] other = FileServer.random(SIZE, 2);
        server.change(server.content(), null);
        server.then(exchange -> {
            server.cutAfter(CUT).handle(exchange);
            server.change(other, null);
        });

        assertThat(fetch(server.row(sha256(other)))).hasBinaryContent(other);
        assertThat(server.asked()).hasSize(3);
    }

    @Test
    void takesAPartThatIsWholeAlready() throws IOException {
        Files.write(folder.resolve("net.pth.part"), server.content());
        Files.writeString(folder.resolve("net.pth.part.tag"), "\"first\"");

        assertThat(fetch(server.row(sha256))).hasBinaryContent(server.content());
        assertThat(server.asked()).hasSize(1);
    }

    @Test
    void beginsAgainWhereAPartIsLongerThanTheFile() throws IOException {
        Files.write(folder.resolve("net.pth.part"), FileServer.random(SIZE + 1, 3));
        Files.writeString(folder.resolve("net.pth.part.tag"), "\"first\"");

        assertThat(fetch(server.row(sha256))).hasBinaryContent(server.content());
    }

    @Test
    void refusesAndDeletesAnotherFile() {
        server.change(FileServer.random(SIZE, 9), "\"other\"");

        assertThatThrownBy(() -> fetch(server.row(sha256)))
                .isInstanceOf(WeightsException.class)
                .hasMessage("net.pth cannot be downloaded from " + server.address() + "/net.pth: its SHA-256 is to be "
                        + sha256 + " and is " + sha256(server.content())
                        + "; what came was deleted. You can also bring the file to "
                        + folder + " yourself, or name a mirror with -Docelli.mirror=URL or OCELLI_MIRROR.");
        assertThat(server.asked()).hasSize(1);
        assertThat(folder.resolve("net.pth")).doesNotExist();
        assertThat(partialFiles()).isEmpty();
    }

    @Test
    void comparesAsManyDigitsAsWerePublished() {
        assertThat(fetch(server.row(sha256.substring(0, 8)))).exists();
        assertThatThrownBy(() -> store().fetch(FileServer.row("b.pth", server.address(), "0123abcd", 0)))
                .hasMessageContaining("its SHA-256 is to be 0123abcd... and is " + sha256);
    }

    @Test
    void torchvisionsNamesBeginTheChecksum() {
        String url = "https://download.pytorch.org/models/resnet18-f37072fd.pth";

        assertThat(Checksum.of(FileServer.row("resnet18-f37072fd.pth", url, null, 0)))
                .isEqualTo(new Checksum("f37072fd"));
        assertThat(Checksum.of(FileServer.row("resnet18-20250131.pth", "https://example.org/x", null, 0)))
                .isNull();
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

    @Test
    void aLengthThatIsTooShortIsAnotherFile() {
        server.then(exchange -> {
            exchange.sendResponseHeaders(200, CUT);
            exchange.getResponseBody().write(server.content(), 0, CUT);
        });
        assertThatThrownBy(() -> fetch(server.row(sha256))).hasMessageContaining("its SHA-256 is to be");
    }

    @Test
    void anEndlessFileEnds() {
        server.then(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] more = new byte[1 << 16];
            for (int i = 0; i < 1_000; i++) {
                exchange.getResponseBody().write(more);
            }
        });
        assertThatThrownBy(() -> fetch(server.row(sha256, SIZE)))
                .hasMessageContaining("the server sends more than twice the published " + SIZE + " bytes");
    }

    @Test
    void takesAFileOfUnknownLength() {
        server.then(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(server.content());
        });
        assertThat(fetch(server.row(sha256))).hasBinaryContent(server.content());
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
    void followsRedirectsAndKeepsTheRange() {
        server.then(
                status(302, "Location", "/there/net.pth"),
                server.cutAfter(CUT),
                status(307, "Location", server.address() + "/elsewhere"),
                server::serve);

        assertThat(fetch(server.row(sha256))).hasBinaryContent(server.content());
        assertThat(server.asked())
                .extracting(FileServer.Asked::path)
                .containsExactly("/net.pth", "/there/net.pth", "/net.pth", "/elsewhere");
        assertThat(server.asked().get(3).range()).isEqualTo("bytes=" + CUT + "-");
    }

    @Test
    void refusesARedirectInACircle() {
        for (int i = 0; i < 20; i++) {
            server.then(status(301, "Location", "/net.pth"));
        }
        assertThatThrownBy(() -> fetch(server.row(sha256)))
                .hasMessageContaining("the server redirected more than 10 times, lastly to " + server.address());
        assertThat(server.asked()).hasSize(11);
    }

    @Test
    void refusesARedirectToAFile() {
        server.then(status(302, "Location", "file:///etc/hostname"));

        assertThatThrownBy(() -> fetch(server.row(sha256)))
                .hasMessageContaining("the server redirected from http to file:/etc/hostname, and a redirect leads to");
    }

    @Test
    void refusesAnAddressThatIsNotOfTheWeb() {
        assertThatThrownBy(() -> fetch(FileServer.row("a.pth", "file:///etc/hostname", null, 0)))
                .hasMessageContaining("files are brought by http and https alone");
    }

    @Test
    void takesTheMirrorsFile() {
        Network network = new Network(server.address() + "/mirror", null, 500, 500, quick());

        WeightsStore.at(folder, network).fetch(FileServer.row("a.pth", "https://a.invalid/x/a.pth", sha256, 0));
        assertThat(server.asked().get(0).path()).isEqualTo("/mirror/a.pth");
    }

    @Test
    void goesThroughTheProxyOfTheJdk() {
        System.setProperty("http.proxyHost", "127.0.0.1");
        System.setProperty("http.proxyPort", Integer.toString(server.port()));
        try {
            assertThat(fetch(FileServer.row("a.pth", "http://a.invalid/a.pth", sha256, 0)))
                    .hasBinaryContent(server.content());
        } finally {
            System.clearProperty("http.proxyHost");
            System.clearProperty("http.proxyPort");
        }
    }

    @Test
    void saysThatItIsOffline() {
        Network network = new Network(null, "OCELLI_OFFLINE", 500, 500, quick());

        assertThatThrownBy(() -> WeightsStore.at(folder, network).fetch(server.row(sha256)))
                .isInstanceOf(WeightsException.class)
                .hasMessage("net.pth is not in " + folder + " and is not downloaded from " + server.address()
                        + "/net.pth: OCELLI_OFFLINE is set. Unset it, or bring the file there yourself.");
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void tellsItsListenerHowFarItIs() {
        List<Long> seen = new ArrayList<>();
        server.then(server.cutAfter(CUT));

        store().fetch(server.row(sha256), (row, received, total) -> {
            assertThat(total).isEqualTo(SIZE);
            seen.add(received);
        });
        assertThat(seen).isSorted().contains((long) SIZE);
    }

    @Test
    void anInterruptKeepsWhatHasCome() throws Exception {
        server.then(exchange -> {
            server.cutAfter(CUT).handle(exchange);
            sleep(5_000);
        });
        ExecutorService thread = Executors.newSingleThreadExecutor();
        Future<@Nullable Void> download = thread.submit(() -> {
            assertThatThrownBy(() -> fetch(server.row(sha256)))
                    .isInstanceOf(WeightsException.class)
                    .hasMessageContaining("the thread was interrupted. What has come is kept");
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
            return null;
        });
        while (!Files.exists(folder.resolve("net.pth.part")) || Files.size(folder.resolve("net.pth.part")) < CUT) {
            sleep(5);
        }
        thread.shutdownNow();
        download.get();
        assertThat(folder.resolve("net.pth.part")).hasSize(CUT);
        assertThat(fetch(server.row(sha256))).hasBinaryContent(server.content());
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

    @Test
    void tenThreadsDownloadItOnce() throws Exception {
        server.then(exchange -> {
            sleep(200);
            server.serve(exchange);
        });
        ExecutorService threads = Executors.newFixedThreadPool(10);
        List<Future<Path>> files = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            files.add(threads.submit(() -> fetch(server.row(sha256))));
        }
        for (Future<Path> file : files) {
            assertThat(file.get()).hasBinaryContent(server.content());
        }
        threads.shutdown();
        assertThat(server.asked()).hasSize(1);
    }

    private Path fetch(PublishedWeights row) {
        return store().fetch(row);
    }

    private WeightsStore store() {
        return WeightsStore.at(folder, new Network(null, null, 500, 500, quick()));
    }

    private static BackOff quick() {
        return new BackOff(3, 5, 60_000);
    }

    private List<Path> partialFiles() {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().contains(".part")).toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String sha256(byte[] bytes) {
        return Hashing.sha256().hashBytes(bytes).toString();
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
