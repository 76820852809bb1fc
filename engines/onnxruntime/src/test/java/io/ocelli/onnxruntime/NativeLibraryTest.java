package io.ocelli.onnxruntime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ocelli.engine.Device;
import io.ocelli.engine.Program;
import io.ocelli.engine.Runner;
import io.ocelli.error.EngineException;
import io.ocelli.testing.JavaProcess;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NativeLibraryTest {
    @TempDir
    private Path folder;

    /** Runs a small network, or prints what keeps it from that. */
    static final class Small {
        private Small() {}

        public static void main(String[] args) {
            Program program = Networks.small();
            try (Runner runner = new OnnxRuntimeEngine().open(program, Networks.weights(program), Device.CPU)) {
                System.out.println(
                        "ran " + runner.run(List.of(Networks.input(1))).size());
            } catch (EngineException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    private String running(String... options) throws Exception {
        return JavaProcess.run(JavaProcess.of(List.of(options), Small.class));
    }

    private static Path library(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.getFileName().toString().equals(System.mapLibraryName("onnxruntime")))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void foldersThatCannotBeWrittenAreNamedAndNotAlpine() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));

        assertThat(running("-Djava.io.tmpdir=" + file, "-Docelli.cache=" + file))
                .contains("cannot be loaded on")
                .contains("It is unpacked to the folder of -Docelli.natives=FOLDER, to the cache, " + file
                        + ", or where that cannot be written to the temporary folder, " + file)
                .contains("Start Java with -Djava.io.tmpdir=FOLDER")
                .doesNotContain("Alpine");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ocelli.natives", "ocelli.cache"})
    void aFolderIsUnpackedToOnce(String property) throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("temporary"));
        String[] options = {"-D" + property + "=" + folder.resolve("natives"), "-Djava.io.tmpdir=" + temporary};
        assertThat(running(options)).contains("ran ");
        Path library = library(folder.resolve("natives"));
        FileTime longAgo = FileTime.fromMillis(0);
        Files.setLastModifiedTime(library, longAgo);

        assertThat(running(options)).contains("ran ");
        assertThat(Files.getLastModifiedTime(library)).isEqualTo(longAgo);
        assertThat(temporary).as("nothing is left among the temporary files").isEmptyDirectory();
    }

    @Test
    void anotherBuildTakesItsPlace() throws Exception {
        String option = "-Docelli.cache=" + folder;
        assertThat(running(option)).contains("ran ");
        Files.write(library(folder), new byte[] {1, 2, 3});

        assertThat(running(option)).contains("ran ");
        assertThat(Files.size(library(folder))).as("written whole").isGreaterThan(1000);
    }

    @Test
    void aCacheThatCannotBeWrittenIsNoObstacle() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));

        assertThat(running("-Docelli.cache=" + file)).contains("ran ");
    }

    @Test
    void aFolderThatForbidsExecutionIsTold() {
        assertThat(NativeLibrary.unloadable(
                        new UnsatisfiedLinkError("/tmp/x/libonnxruntime.so: failed to map segment from shared object")))
                .endsWith(
                        "The folder that it is unpacked to forbids to execute what is in it (noexec): name another with"
                                + " -Docelli.natives=FOLDER.");
    }

    @Test
    void glibcIsBlamedWhereItIsMissing() throws IOException {
        assumeTrue(Files.notExists(Path.of("/lib/ld-musl-x86_64.so.1")));
        String glibc = "On Linux it needs glibc, in a version of 2019 or newer: Alpine images will not do.";
        assertThat(NativeLibrary.unloadable(new UnsatisfiedLinkError("version `GLIBC_2.27' not found")))
                .endsWith(glibc);
        assertThat(NativeLibrary.unloadable(
                        new RuntimeException("Failed", new AccessDeniedException("/tmp/onnxruntime-java"))))
                .contains("for java.nio.file.AccessDeniedException: /tmp/onnxruntime-java")
                .doesNotContain("glibc");
    }
}
