package io.ocelli.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleaseTest {
    private static final Licences LICENCES = new Licences(
            List.of(List.of("library", "MIT", "MIT"), List.of("weights", "BSD-2-Clause", "BSD-2-Clause")), List.of());
    private static final Weaknesses WEAKNESSES =
            new Weaknesses(List.of(List.of("org.example:host", "(,2.0)", "CVE-1", "overflows", "2.0")), List.of());

    @TempDir
    Path checkout;

    @BeforeEach
    void published() throws IOException {
        write("bom/pom.xml", """
                <project><dependencyManagement><dependencies><dependency>
                <groupId>io.ocelli</groupId>
                <artifactId>ocelli-zoo</artifactId></dependency></dependencies></dependencyManagement></project>
                """);
        write("zoo/src/main/resources/io/ocelli/zoo/ResNet.tsv", """
                # model	row	license
                resnet	V1	BSD-2-Clause https://example.org
                """);
        Files.createDirectories(checkout.resolve("docs"));
    }

    private void write(String file, String text) throws IOException {
        Path path = checkout.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private void build(String licence) throws IOException {
        write("zoo/target/bom.json", """
                {"metadata": {"component": {"name": "ocelli-zoo"}}, "components": [
                {"group": "org.example", "name": "brought", "version": "1", "licenses": [{"license": {"id": "LICENCE"}}]}]}
                """.replace("LICENCE", licence));
        write("zoo/target/host.json", """
                {"components": [{"group": "org.example", "name": "host", "version": "1.9"}]}
                """);
        for (String other : List.of("samples", "parent")) {
            write(other + "/target/bom.json", """
                    {"metadata": {"component": {"name": "ocelli-NAME"}}, "components": [
                    {"group": "io.ocelli", "name": "ocelli-zoo", "version": "1"},
                    {"group": "org.example", "name": "brought", "version": "1", "licenses": [{"license": {"id": "MIT"}}]}]}
                    """.replace("NAME", other));
            write(other + "/pom.xml", "<project/>");
        }
    }

    private List<String> wrong(boolean write) throws IOException {
        return Release.wrong(checkout, write, LICENCES, WEAKNESSES);
    }

    private static Path root() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.exists(at.resolve("README.md"))) {
            at = at.getParent();
        }
        return at;
    }

    @Test
    void anArtifactWithoutSbomWasNotBuilt() throws IOException {
        assertThat(wrong(false))
                .containsExactly(
                        "ocelli-zoo has no SBOM: mvn -P publish -DskipTests -Dgpg.skip verify makes it",
                        "ocelli-samples has no SBOM: mvn -P publish -DskipTests -Dgpg.skip verify makes it");
    }

    @Test
    void thePageIsWrittenAndThenHeld() throws IOException {
        build("MIT");
        assertThat(wrong(false))
                .startsWith("docs/dependencies.md is not what is brought (+ new, - gone); if it is meant so, run"
                        + " release/check --write and commit:")
                .contains("+ | `org.example:brought` 1 | MIT | ocelli-zoo |");

        assertThat(wrong(true)).isEmpty();
        assertThat(wrong(false)).isEmpty();
        assertThat(checkout.resolve("docs/dependencies.md"))
                .content()
                .contains("| `org.example:brought` 1 | MIT | ocelli-zoo |\n", "| BSD-2-Clause | `resnet` V1 |\n")
                .contains("| `org.example:host` 1.9 | ocelli-zoo | 2.0 | CVE-1 |\n");
    }

    @Test
    void whatAHostProvidesIsListed() throws IOException {
        build("MIT");
        write("samples/pom.xml", "<project><scope>provided</scope></project>");

        assertThatThrownBy(() -> wrong(false))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(checkout.resolve("samples/pom.xml") + " has what its host provides, which host.json lists,"
                        + " and that was not made: set ocelli.hostless to false there");
    }

    @Test
    void whatIsWrongIsNotWritten() throws IOException {
        build("GPL-3.0");

        assertThat(wrong(true)).anyMatch(each -> each.contains("under [GPL-3.0]"));
        assertThat(checkout.resolve("docs/dependencies.md")).doesNotExist();
    }

    @Test
    void allThatIsWrongIsInOneMessage() throws IOException {
        assertThatThrownBy(() -> Release.main(new String[] {checkout.toString()}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith(
                        "What is published is not as it is to be:\nocelli-zoo has no SBOM: mvn -P publish"
                                + " -DskipTests -Dgpg.skip verify makes it\nocelli-samples has");
    }

    @Test
    void everyFileOfWeightsHasALicence() throws IOException {
        assertThat(Licences.ours().wrong(List.of(), Weights.of(root()))).isEmpty();
        assertThat(Weights.of(root())).hasSizeGreaterThan(100);
    }

    /** Central's plugin takes what it is not told to leave out. */
    @Test
    void whatIsUnpublishedIsLeftOutOfTheBundle() throws IOException {
        TreeSet<String> unpublished = new TreeSet<>();
        try (Stream<Path> files = Files.walk(root())) {
            for (Path pom : files.filter(each -> each.endsWith("pom.xml")).toList()) {
                String text = Files.readString(pom);
                if (text.contains("<ocelli.unpublished>true</ocelli.unpublished>")) {
                    unpublished.add(text.replaceAll("(?s).*</parent>\\s*<artifactId>([^<]+)<.*", "$1"));
                }
            }
        }
        List<String> left = Pattern.compile("<excludeArtifact>([^<]+)<")
                .matcher(Files.readString(root().resolve("pom.xml")))
                .results()
                .map(each -> each.group(1))
                .toList();

        assertThat(left).contains("ocelli-parent").containsAll(unpublished);
        assertThat(Published.of(root())).hasSizeGreaterThan(20).doesNotContainAnyElementsOf(left);
    }
}
