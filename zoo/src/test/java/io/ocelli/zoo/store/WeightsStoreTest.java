package io.ocelli.zoo.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.files.FileLocks;
import io.ocelli.model.Initializer;
import io.ocelli.model.Model;
import io.ocelli.model.Models;
import io.ocelli.model.WeightsSources;
import io.ocelli.weights.Safetensors;
import io.ocelli.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightsStoreTest {
    private static final String RESNET18 =
            Models.find("resnet18").weights().get(0).file();

    @TempDir
    private Path folder;

    @Test
    void listsWhatIsThereWithItsRow() throws IOException {
        Path known = put(RESNET18, 3, Duration.ofDays(2));
        Path own = put("own.safetensors", 5, Duration.ZERO);
        Path part = put("x.pth.part", 2, Duration.ZERO);
        put("x.pth.part.tag", 1, Duration.ZERO);
        put("notes.txt", 1, Duration.ZERO);

        assertThat(store().list())
                .containsExactlyInAnyOrder(
                        new StoredWeights(known, 3, true, used(known), "resnet18", "IMAGENET1K_V1"),
                        new StoredWeights(own, 5, true, used(own), null, null),
                        new StoredWeights(part, 2, false, used(part), null, null));
    }

    @Test
    void aFolderThatIsNotThereIsEmpty() {
        assertThat(WeightsStore.at(folder.resolve("none")).list()).isEmpty();
    }

    @Test
    void prunesWhatCanBeDownloadedAgain() throws IOException {
        Path known = put(RESNET18, 3, Duration.ofDays(40));
        Path own = put("own.safetensors", 5, Duration.ofDays(40));
        Path part = put("x.pth.part", 2, Duration.ofDays(40));
        Path tag = put("x.pth.part.tag", 1, Duration.ofDays(40));

        assertThat(store().prune(Duration.ofDays(41))).isEmpty();
        assertThat(store().prune(Duration.ofDays(30)))
                .extracting(StoredWeights::file)
                .containsExactlyInAnyOrder(known, part);
        assertThat(known).doesNotExist();
        assertThat(part).doesNotExist();
        assertThat(tag).doesNotExist();
        assertThat(own).exists();
    }

    @Test
    void leavesWhatIsBeingDownloaded() throws Exception {
        Path part = put("x.pth.part", 2, Duration.ofDays(40));

        try (FileLocks.Held held = FileLocks.lock(store().lock("x.pth"), () -> {})) {
            assertThat(held).isNotNull();
            assertThat(store().prune(Duration.ZERO)).isEmpty();
        }
        assertThat(part).exists();
        assertThat(store().prune(Duration.ZERO)).hasSize(1);
    }

    @Test
    void refusesNegativeTimesAndNamesWithFolders() {
        assertThatThrownBy(() -> store().prune(Duration.ofDays(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A time without use is not negative, received PT-24H");
        assertThatThrownBy(() -> store().fetch(FileServer.row("../x.pth", "http://a.invalid", null, 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A weights file has a name without folders, received '../x.pth'");
    }

    @Test
    void publishedWeightsAreFoundByDownload() {
        Model net = Models.find("lenet5");
        Weights all = Initializer.weights(net.build().graph(), 1);
        Path file = folder.resolve("there");
        Safetensors.write(file, all, Map.of());
        try (FileServer server = new FileServer(0)) {
            server.change(Files.readAllBytes(file), null);
            System.setProperty("ocelli.cache", folder.toString());

            Weights found = WeightsSources.find(net, server.row(null));
            assertThat(found.names()).isEqualTo(all.names());
            assertThat(folder.resolve("net.pth")).exists();
            WeightsSources.find(net, server.row(null));
            assertThat(server.asked()).hasSize(1);
        } catch (IOException e) {
            throw new AssertionError(e);
        } finally {
            System.clearProperty("ocelli.cache");
        }
    }

    @Test
    void readsTheSettingsOfTheSystem() {
        System.setProperty("ocelli.mirror", "https://mirror.invalid/models/");
        System.setProperty("ocelli.offline", "true");
        try {
            assertThat(new DownloadedWeights().describe(FileServer.row("a.pth", "https://a.invalid/a.pth", null, 0)))
                    .isEqualTo("on the network, as https://mirror.invalid/models/a.pth, which was not asked:"
                            + " ocelli.offline is set");
            System.setProperty("ocelli.offline", "false");
            assertThat(Route.ofEnvironment().offline()).isNull();
        } finally {
            System.clearProperty("ocelli.mirror");
            System.clearProperty("ocelli.offline");
        }
    }

    private WeightsStore store() {
        return WeightsStore.at(folder);
    }

    private static Instant used(Path file) throws IOException {
        return Files.getLastModifiedTime(file).toInstant();
    }

    private Path put(String name, int bytes, Duration age) throws IOException {
        Path file = folder.resolve(name);
        Files.write(file, new byte[bytes]);
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
        return file;
    }
}
