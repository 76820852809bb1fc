package io.ocelli.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A module of ours is published, changed, and built again: by the profile that publishes, and Maven itself. */
@Tag("proof")
class CompatibilityTest {
    private static final String BEFORE = "public static String text(int number) { return \"\" + number; }";

    @TempDir
    Path folder;

    private Path repository;
    private Path module;

    /** A local repository of its own, which has what this machine's has but for us, so that nothing of it stays. */
    @BeforeEach
    void repository() throws IOException {
        Path machine = Path.of(System.getProperty("user.home"), ".m2", "repository");
        repository = Files.createDirectories(folder.resolve("repository"));
        link(machine, repository, "io");
        link(machine.resolve("io"), Files.createDirectories(repository.resolve("io")), "ocelli");
        module = Files.createDirectories(root().resolve("release/target/probe"));
    }

    private static void link(Path from, Path to, String except) throws IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(from)) {
            for (Path each : all) {
                if (!each.getFileName().toString().equals(except)) {
                    Files.createSymbolicLink(to.resolve(each.getFileName()), each);
                }
            }
        }
    }

    private static Path root() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.exists(at.resolve("README.md"))) {
            at = at.getParent();
        }
        return at;
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /** Of which JUnit would warn one by one. */
    @AfterEach
    void unlink() throws IOException {
        for (Path place : List.of(repository, repository.resolve("io"))) {
            try (DirectoryStream<Path> all = Files.newDirectoryStream(place, Files::isSymbolicLink)) {
                for (Path each : all) {
                    Files.delete(each);
                }
            }
        }
    }

    /** What Maven prints when it installs a version of the module with these members. */
    private String built(String version, boolean compared, String members) throws IOException, InterruptedException {
        write(module.resolve("pom.xml"), """
                <project>
                  <modelVersion>4.0.0</modelVersion>
                  <parent>
                    <groupId>io.ocelli</groupId><artifactId>ocelli-parent</artifactId><version>PARENT</version>
                    <relativePath>../../../pom.xml</relativePath>
                  </parent>
                  <artifactId>ocelli-probe</artifactId><version>VERSION</version>
                  <properties><ocelli.module>io.ocelli.probe</ocelli.module></properties>
                </project>
                """.replace("VERSION", version).replace("PARENT", parent()));
        write(
                module.resolve("src/main/java/io/ocelli/probe/Probe.java"),
                "package io.ocelli.probe;\n\npublic final class Probe {\n" + members + "\n}\n");
        write(
                module.resolve("src/main/java/io/ocelli/probe/package-info.java"),
                "@org.jspecify.annotations.NullMarked\npackage io.ocelli.probe;\n");
        Process maven = new ProcessBuilder(List.of(
                        "mvn",
                        "-B",
                        "-ntp",
                        "-P",
                        "publish",
                        "-Dmaven.repo.local=" + repository,
                        "-Djapicmp.skip=" + !compared,
                        "-DskipTests",
                        "-Dspotless.check.skip",
                        "-Dmaven.javadoc.skip",
                        "-Dcyclonedx.skip",
                        "-Dgpg.skip",
                        "clean",
                        "install"))
                .directory(module.toFile())
                .redirectErrorStream(true)
                .start();
        String printed = new String(maven.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        maven.waitFor();
        return printed;
    }

    private static String parent() throws IOException {
        return Files.readString(root().resolve("pom.xml")).replaceAll("(?s).*?<version>([^<]+)<.*", "$1");
    }

    @Test
    void whatBreaksCallersOfTheLastVersionBreaksTheBuild() throws Exception {
        assertThat(built("0.0.1", false, BEFORE)).contains("BUILD SUCCESS");
        assertThat(built("0.0.2-SNAPSHOT", true, BEFORE + " public static int more() { return 1; }"))
                .contains("BUILD SUCCESS")
                .doesNotContain("japicmp skipped");
        assertThat(built("0.0.2-SNAPSHOT", true, BEFORE.replace("int number", "long number")))
                .contains("BUILD FAILURE", "io.ocelli.probe.Probe.text(int):METHOD_REMOVED");
    }

    @Test
    void noVersionToCompareWithIsAnError() throws Exception {
        assertThat(built("0.0.1", true, BEFORE))
                .contains("BUILD FAILURE", "Could not find previous version for artifact: io.ocelli:ocelli-probe");
    }
}
