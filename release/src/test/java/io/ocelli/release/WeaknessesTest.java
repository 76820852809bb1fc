package io.ocelli.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeaknessesTest {
    private static final List<String> ROW =
            List.of("org.example:parser", "(,1.4.2),[2.0,2.1.Final)", "CVE-1", "overflows", "1.4.2, 2.1.Final");

    private static List<Sbom> with(String version, boolean brought) {
        return List.of(new Sbom(
                "ocelli-zoo", List.of(), List.of(new Library("org.example", "parser", version, List.of(), brought))));
    }

    @ParameterizedTest
    @CsvSource({"1.4.1, true", "1.4.2, false", "1.10, false", "2.0.9.Final, true", "2.1.Final, false", "2.1, false"})
    void versionsAreInOrderAndNotLetters(String version, boolean weak) {
        assertThat(new Weaknesses(List.of(ROW), List.of()).in(with(version, true)))
                .hasSize(weak ? 1 : 0);
    }

    @Test
    void whatIsBroughtIsNamedWithTheWayOut() {
        assertThat(new Weaknesses(List.of(ROW), List.of()).wrong(with("1.4", true)))
                .containsExactly(
                        "ocelli-zoo brings org.example:parser 1.4, which has CVE-1 (overflows): take 1.4.2, 2.1.Final,"
                                + " or say in accepted.tsv why it may stay");
    }

    @Test
    void aHostsLibraryIsFoundAndStays() {
        Weaknesses weaknesses = new Weaknesses(List.of(ROW), List.of());

        assertThat(weaknesses.in(with("1.4", false))).hasSize(1);
        assertThat(weaknesses.wrong(with("1.4", false))).isEmpty();
    }

    @Test
    void whatIsAcceptedStaysAsLongAsItIsThere() {
        Weaknesses weaknesses = new Weaknesses(
                List.of(ROW), List.of(List.of("ocelli-zoo", "org.example:parser", "CVE-1", "not reached")));

        assertThat(weaknesses.wrong(with("1.4", true))).isEmpty();
        assertThat(weaknesses.wrong(with("1.4.2", true)))
                .containsExactly(
                        "accepted.tsv accepts CVE-1 of org.example:parser in ocelli-zoo, which has it no longer: take"
                                + " the line out");
    }

    @Test
    void aRangeIsAsMavenWritesIt() {
        assertThatThrownBy(() -> Weakness.of("a:b", "[1.0,", "CVE-2", "", ""))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Affected versions are a range as Maven writes it, as [2.13.0,2.13.4.2); of a:b and CVE-2"
                        + " received [1.0,");
    }

    /** One that says which library follows has no version of its own. */
    @Test
    void theWayOutOfOursIsOne() {
        assertThat(Weaknesses.ours().known())
                .hasSizeGreaterThan(50)
                .allSatisfy(each -> assertThat(each.fixed().split(", "))
                        .filteredOn(version -> !version.contains(":"))
                        .noneMatch(each::has));
    }

    @ParameterizedTest
    @CsvSource({
        "org.apache.logging.log4j:log4j-core, 2.14.1, CVE-2021-44228",
        "org.apache.commons:commons-text, 1.9, CVE-2022-42889",
        "org.springframework:spring-beans, 5.3.17, CVE-2022-22965"
    })
    void oursKnowWhatEverybodyKnows(String library, String version, String id) {
        assertThat(Weaknesses.ours().known())
                .anyMatch(each -> each.library().equals(library) && each.id().equals(id) && each.has(version));
    }
}
