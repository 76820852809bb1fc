package io.ocelli.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
    @TempDir
    private Path folder;

    private static WholeFile.Content text(String text) {
        return out -> out.write(text.getBytes(UTF_8));
    }

    private static WholeFile.Content breaking() {
        return out -> {
            out.write(new byte[1 << 20]);
            throw new IOException("no space left");
        };
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void replacesAFileAndLeavesNothingBesideIt() throws IOException {
        Path file = Files.writeString(folder.resolve("a"), "old");
        WholeFile.write(file, text("new"));
        assertThat(file).hasContent("new");
        assertThat(names()).containsExactly("a");
    }

    @Test
    void aFileThatCannotBeWrittenLeavesTheOldOne() throws IOException {
        Path file = Files.writeString(folder.resolve("a"), "old");
        assertThatThrownBy(() -> WholeFile.write(file, breaking())).hasMessage("no space left");
        assertThat(file).hasContent("old");
        assertThat(names()).containsExactly("a");
    }

    @Test
    void ofFilesThatBelongTogetherNoneTakesItsPlaceBeforeAllAreWhole() throws IOException {
        Path first = Files.writeString(folder.resolve("weights"), "old");
        Path second = Files.writeString(folder.resolve("labels"), "old");
        Map<Path, WholeFile.Content> files = new LinkedHashMap<>();
        files.put(first, text("new"));
        files.put(second, breaking());
        assertThatThrownBy(() -> WholeFile.writeTogether(files)).hasMessage("no space left");
        assertThat(first).hasContent("old");
        assertThat(names()).containsExactly("labels", "weights");
    }

    @Test
    @Timeout(60)
    void writersOfOnePairAtOnceLeaveThePairOfOne() throws Exception {
        Path first = folder.resolve("weights");
        Path second = folder.resolve("labels");
        ExecutorService writers = Executors.newFixedThreadPool(4);
        try {
            for (int round = 0; round < 50; round++) {
                List<Callable<Void>> writes = Stream.of("a", "b", "c", "d")
                        .<Callable<Void>>map(each -> () -> {
                            Map<Path, WholeFile.Content> files = new LinkedHashMap<>();
                            files.put(first, text(each));
                            files.put(second, text(each));
                            WholeFile.writeTogether(files);
                            return null;
                        })
                        .toList();
                for (Future<Void> write : writers.invokeAll(writes)) {
                    write.get();
                }
                assertThat(second).hasContent(Files.readString(first));
            }
        } finally {
            writers.shutdownNow();
        }
    }

    @Test
    void anInterruptedThreadWritesToTheEndAndStaysInterrupted() throws IOException {
        Path first = folder.resolve("a");
        Path second = folder.resolve("b");
        Map<Path, WholeFile.Content> files = new LinkedHashMap<>();
        files.put(first, out -> WholeFile.write(out, ByteBuffer.allocateDirect(1 << 20)));
        files.put(second, text("b"));
        Thread.currentThread().interrupt();
        try {
            WholeFile.writeTogether(files);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(first).hasSize(1 << 20);
        assertThat(second).hasContent("b");
    }

    @Test
    void aSymbolicLinkStaysAndItsTargetIsReplaced() throws IOException {
        Path target = Files.writeString(folder.resolve("target"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link"), target.getFileName());
        WholeFile.write(link, text("new"));
        assertThat(link).isSymbolicLink();
        assertThat(target).hasContent("new");
    }

    @Test
    void aDeviceIsWrittenToAndStays() throws IOException {
        Path device = Path.of("/dev/null");
        assumeTrue(Files.isWritable(device) && !Files.isRegularFile(device));
        WholeFile.write(device, text("new"));
        assertThat(Files.isRegularFile(device)).isFalse();
    }

    @Test
    void aNewFileHasThePermissionsOfTheApplicationsFiles() throws IOException {
        Path usual = Files.writeString(folder.resolve("usual"), "");
        Path file = folder.resolve("a");
        WholeFile.write(file, text("new"));
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(Files.getPosixFilePermissions(usual));
    }

    @Test
    void aFolderIsNotReplacedAndAMissingOneIsAnError() throws IOException {
        assertThatThrownBy(() -> WholeFile.write(folder, text("new"))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> WholeFile.write(folder.resolve("none/a"), text("new")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("none");
        assertThat(names()).isEmpty();
    }

    @Test
    void aBufferIsWrittenFromItsPositionWhichStays() throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(new byte[] {1, 2, 3}).position(1);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        WholeFile.write(out, bytes);
        assertThat(out.toByteArray()).containsExactly(2, 3);
        assertThat(bytes.position()).isEqualTo(1);
    }
}
