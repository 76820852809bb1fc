package io.ocelli.zoo.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.hash.Hashing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DownloadProcessTest {
    private static final int SIZE = 1_000_000;

    @TempDir
    private Path folder;

    @TempDir
    private Path logs;

    private final FileServer server = new FileServer(SIZE);
    private final String sha256 = Hashing.sha256().hashBytes(server.content()).toString();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void tenProcessesDownloadItOnce() throws Exception {
        server.then(exchange -> {
            sleep(1_500);
            server.serve(exchange);
        });
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            processes.add(start());
        }
        for (Process process : processes) {
            assertThat(process.waitFor(40, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(log()).isZero();
        }
        assertThat(server.asked()).hasSize(1);
        assertThat(folder.resolve("net.pth")).hasBinaryContent(server.content());
    }

    @Test
    void anotherProcessGoesOnWhereOneWasKilled() throws Exception {
        int sixty = SIZE / 10 * 6;
        CountDownLatch killed = new CountDownLatch(1);
        server.then(exchange -> {
            server.cutAfter(sixty).handle(exchange);
            await(killed);
        });
        Process first = start();
        Path part = folder.resolve("net.pth.part");
        while (first.isAlive() && (!Files.exists(part) || Files.size(part) < sixty)) {
            sleep(5);
        }
        assertThat(first.isAlive()).as(log()).isTrue();
        // SIGKILL: nothing of the process runs any more
        first.destroyForcibly().waitFor();
        killed.countDown();
        assertThat(part).hasSize(sixty);

        Process second = start();
        assertThat(second.waitFor(40, TimeUnit.SECONDS)).isTrue();
        assertThat(second.exitValue()).as(log()).isZero();
        assertThat(folder.resolve("net.pth")).hasBinaryContent(server.content());
        assertThat(server.asked()).extracting(FileServer.Asked::range).containsExactly(null, "bytes=" + sixty + "-");
    }

    private Process start() throws Exception {
        return DownloadProcess.start(folder, server, sha256, logs.resolve("log").toFile());
    }

    private String log() throws Exception {
        return Files.readString(logs.resolve("log"));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
