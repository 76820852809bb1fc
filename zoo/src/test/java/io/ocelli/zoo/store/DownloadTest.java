package io.ocelli.zoo.store;

import static io.ocelli.zoo.store.FileServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.ocelli.error.WeightsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The file that is there in the end, from one part or several. */
class DownloadTest extends Downloading {
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
}
