package io.ocelli.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JarsTest {
    @TempDir
    Path folder;

    private Path one;
    private Path other;

    @BeforeEach
    void builds() throws IOException {
        one = Files.createDirectories(folder.resolve("one"));
        other = Files.createDirectories(folder.resolve("other"));
    }

    /** @param entries names and contents in turn */
    private static void jar(Path checkout, String name, int year, String... entries) throws IOException {
        Path jar = checkout.resolve("zoo/target").resolve(name);
        Files.createDirectories(jar.getParent());
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (int i = 0; i < entries.length; i += 2) {
                ZipEntry entry = new ZipEntry(entries[i]);
                entry.setTimeLocal(LocalDateTime.of(year, 1, 1, 0, 0));
                zip.putNextEntry(entry);
                zip.write(entries[i + 1].getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private List<String> differences() throws IOException {
        return Jars.differences(one, other);
    }

    @Test
    void equalJarsAreEqual() throws IOException {
        jar(one, "zoo.jar", 2001, "A.class", "a", "B.class", "b");
        jar(other, "zoo.jar", 2001, "A.class", "a", "B.class", "b");

        assertThat(differences()).isEmpty();
    }

    @Test
    void whatThePublishingProfileAddsOrMakesFlatIsNoDifference() throws IOException {
        jar(one, "zoo.jar", 2001, "META-INF/maven/io.ocelli/zoo/pom.xml", "with a parent");
        jar(other, "zoo.jar", 2001, "META-INF/maven/io.ocelli/zoo/pom.xml", "without");
        jar(other, "zoo-sources.jar", 2001, "A.java", "a");
        jar(other, "zoo-javadoc.jar", 2001, "index.html", "a");

        assertThat(differences()).isEmpty();
    }

    @Test
    void filesThatDifferAreNamed() throws IOException {
        jar(one, "zoo.jar", 2001, "A.class", "a", "B.class", "b");
        jar(other, "zoo.jar", 2001, "A.class", "a", "B.class", "c");

        assertThat(differences())
                .containsExactly("zoo/target/zoo.jar differs between two builds: B.class 71beeff9 of 2001-01-01T00:00,"
                        + " B.class 6b9df6f of 2001-01-01T00:00");
    }

    @Test
    void ordersAndTimesAreBytesToo() throws IOException {
        jar(one, "time.jar", 2001, "A.class", "a");
        jar(other, "time.jar", 2002, "A.class", "a");
        jar(one, "order.jar", 2001, "A.class", "a", "B.class", "b");
        jar(other, "order.jar", 2001, "B.class", "b", "A.class", "a");

        assertThat(differences())
                .containsExactly(
                        "zoo/target/order.jar differs between two builds: the order of its files",
                        "zoo/target/time.jar differs between two builds: A.class e8b7be43 of 2001-01-01T00:00, A.class"
                                + " e8b7be43 of 2002-01-01T00:00");
    }

    @Test
    void aJarOfOneBuildAloneIsNamed() throws IOException {
        jar(one, "zoo.jar", 2001, "A.class", "a");
        jar(other, "zoo-tests.jar", 2001, "A.class", "a");

        assertThat(differences())
                .containsExactly(
                        "zoo/target/zoo-tests.jar was made by one of two builds only",
                        "zoo/target/zoo.jar was made by one of two builds only");
    }

    @Test
    void nothingToCompareIsNoSuccess() {
        assertThatThrownBy(this::differences)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Two builds are compared by their jars, and neither " + one + " nor " + other
                        + " has one in a folder named target. Build both.");
    }
}
