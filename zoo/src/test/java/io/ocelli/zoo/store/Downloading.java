package io.ocelli.zoo.store;

import com.google.common.hash.Hashing;
import io.ocelli.model.PublishedWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A store that downloads from a server of its own into a folder of its own, and loses no time between tries. */
abstract class Downloading {
    static final int SIZE = 300_000;
    static final int CUT = 180_000;

    @TempDir
    Path folder;

    final FileServer server = new FileServer(SIZE);
    final String sha256 = sha256(server.content());

    @AfterEach
    void stop() {
        server.close();
    }

    Path fetch(PublishedWeights row) {
        return store().fetch(row);
    }

    WeightsStore store() {
        return WeightsStore.at(folder, new Route(null, null, 500, 500, quick()));
    }

    static BackOff quick() {
        return new BackOff(3, 5, 60_000);
    }

    List<Path> partialFiles() {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().contains(".part")).toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static String sha256(byte[] bytes) {
        return Hashing.sha256().hashBytes(bytes).toString();
    }

    static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
