package io.ocelli.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LicencesTest {
    private static final Licences LICENCES = new Licences(
            List.of(
                    List.of("library", "Apache 2", "Apache-2.0"),
                    List.of("library", "MIT", "MIT"),
                    List.of("weights", "not stated", "not stated")),
            List.of(List.of("old:silent", "MIT", "https://example.org"), List.of("group", "MIT", "its LICENSE")));

    private static Library library(String name, boolean brought, String... licences) {
        return new Library("old", name, "1.2", List.of(licences), brought);
    }

    private static List<String> wrong(Library library) {
        return LICENCES.wrong(List.of(new Sbom("ocelli-zoo", List.of(), List.of(library))), List.of());
    }

    @Test
    void oneOfSeveralIsChosen() {
        assertThat(LICENCES.of(library("both", true, "GPL-3.0", "MIT", "Apache 2")))
                .isEqualTo("Apache-2.0 or MIT");
        assertThat(wrong(library("both", true, "GPL-3.0", "MIT"))).isEmpty();
    }

    @Test
    void whatIsNotAllowedIsNamed() {
        assertThat(wrong(library("free", true, "GPL-3.0")))
                .containsExactly(
                        "ocelli-zoo brings old:free 1.2 under [GPL-3.0]: do without it, or add a line to licences.tsv"
                                + " or stated.tsv");
    }

    @Test
    void aPomThatWritesNoneNeedsALineThatDoes() {
        assertThat(wrong(library("mute", true)))
                .containsExactly(
                        "ocelli-zoo brings old:mute 1.2 under no licence that its pom writes: do without it, or add a"
                                + " line to licences.tsv or stated.tsv");
        assertThat(wrong(library("silent", true))).isEmpty();
    }

    @Test
    void whatALibrarySaysItselfCountsMoreThanItsPom() {
        assertThat(LICENCES.of(new Library("group", "any", "1", List.of("BSD-4-Clause"), true)))
                .isEqualTo("MIT");
    }

    @Test
    void aHostsLibrariesAreTheHosts() {
        assertThat(wrong(library("free", false, "GPL-3.0"))).isEmpty();
    }

    @Test
    void whatIsAllowedOfWeightsIsNotOfLibraries() {
        assertThat(LICENCES.of(new Weights("alexnet", "V1", "not stated"))).isEqualTo("not stated");
        assertThat(LICENCES.of(library("unstated", true, "not stated"))).isNull();
        assertThat(LICENCES.wrong(List.of(), List.of(new Weights("vit", "V2", "CC-BY-NC-4.0"))))
                .containsExactly(
                        "the weights vit V2 are under CC-BY-NC-4.0: take others, or add a line to licences.tsv");
    }
}
