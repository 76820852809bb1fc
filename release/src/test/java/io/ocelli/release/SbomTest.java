package io.ocelli.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SbomTest {
    @Test
    void librariesHaveTheLicencesThatTheirPomsWrite() {
        Sbom sbom = Sbom.read("""
                {"metadata": {"component": {"group": "io.ocelli", "name": "ocelli-zoo"}}, "components": [
                {"group": "io.ocelli", "name": "ocelli-api", "version": "1"},
                {"group": "a", "name": "b", "version": "2", "scope": "required", "licenses": [{"license": {"id": "MIT"}}]},
                {"group": "c", "name": "d", "version": "3", "scope": "optional", "licenses": [
                  {"license": {"name": "The words of a pom", "url": "https://example.org"}}, {"license": {"id": "EPL-2.0"}}]},
                {"group": "e", "name": "f", "version": "4", "licenses": [{"expression": "EPL-1.0 OR LGPL-2.1-only"}]},
                {"group": "g", "name": "h", "version": "5"}]}
                """, """
                {"components": [{"group": "a", "name": "b", "version": "2"}, {"group": "i", "name": "j", "version": "6", "scope": "required"}]}
                """);

        assertThat(sbom)
                .isEqualTo(new Sbom(
                        "ocelli-zoo",
                        List.of("ocelli-api"),
                        List.of(
                                new Library("a", "b", "2", List.of("MIT"), true),
                                new Library("c", "d", "3", List.of("The words of a pom", "EPL-2.0"), false),
                                new Library("e", "f", "4", List.of("EPL-1.0", "LGPL-2.1-only"), true),
                                new Library("g", "h", "5", List.of(), true),
                                new Library("i", "j", "6", List.of(), false))));
    }
}
