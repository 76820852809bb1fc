package io.ocelli.release;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The manual's page of dependencies: each library with its licence, the weights with theirs, and what a host should not have. */
final class Page {
    private final StringBuilder text = new StringBuilder("""
            # Dependencies

            Ocelli is under the Apache License 2.0. `release/check --write` writes this page from the artifacts' SBOMs (CycloneDX, published
            beside each jar) and from the catalogue, and the build fails where it is not up to date, where a licence is not allowed, or
            where something is brought that is known to be weak.

            """);

    private Page() {}

    static String of(List<Sbom> sboms, List<Weights> weights, Licences licences, Weaknesses weaknesses) {
        Page page = new Page();
        page.libraries(sboms, licences);
        page.weights(weights, licences);
        page.hosts(weaknesses.in(sboms));
        return page.text.toString();
    }

    private void libraries(List<Sbom> sboms, Licences licences) {
        text.append("""
                ## Libraries

                What an artifact brings into an application, and with it all artifacts that bring that one. What its host has, such as Spark or
                Android, is the host's.

                | library | licence | brought by |
                |---|---|---|
                """);
        Map<String, TreeSet<String>> rows = new TreeMap<>();
        for (Sbom sbom : sboms) {
            for (Library library : sbom.libraries()) {
                if (library.brought()
                        && sboms.stream()
                                .noneMatch(other -> sbom.ours().contains(other.artifact()) && other.brings(library))) {
                    String row = "`" + library.id() + "` " + library.version() + " | " + licences.of(library);
                    rows.computeIfAbsent(row, key -> new TreeSet<>()).add(sbom.artifact());
                }
            }
        }
        rows.forEach((row, artifacts) -> text.append("| ")
                .append(row)
                .append(" | ")
                .append(String.join(", ", artifacts))
                .append(" |\n"));
    }

    private void weights(List<Weights> weights, Licences licences) {
        text.append("""

                ## Weights

                Those of EfficientNet-Lite0 are in `ocelli-efficientnet-lite0`; all others are downloaded from their authors, and only where
                `pretrained()` asks for them. Where authors state no licence, it says so.

                | licence | weights |
                |---|---|
                """);
        Map<String, List<String>> rows = new TreeMap<>();
        for (Weights each : weights) {
            rows.computeIfAbsent(String.valueOf(licences.of(each)), key -> new ArrayList<>())
                    .add("`" + each.model() + "` " + each.row());
        }
        rows.forEach((licence, names) -> text.append("| ")
                .append(licence)
                .append(" | ")
                .append(String.join(", ", names))
                .append(" |\n"));
    }

    private void hosts(List<Weaknesses.Found> found) {
        text.append("""

                ## What a host should have newer

                Ours are compiled and tested with these versions, which a host brings itself; where it has others, these are known:

                | library | of the host of | take | without |
                |---|---|---|---|
                """);
        Map<String, TreeSet<String>> artifacts = new TreeMap<>();
        Map<String, TreeMap<String, TreeSet<String>>> ways = new TreeMap<>();
        for (Weaknesses.Found each : found) {
            if (!each.library().brought()) {
                String library =
                        "`" + each.library().id() + "` " + each.library().version();
                artifacts.computeIfAbsent(library, key -> new TreeSet<>()).add(each.artifact());
                ways.computeIfAbsent(library, key -> new TreeMap<>())
                        .computeIfAbsent(each.weakness().fixed(), key -> new TreeSet<>())
                        .add(each.weakness().id());
            }
        }
        ways.forEach((library, fixed) -> text.append("| ")
                .append(library)
                .append(" | ")
                .append(String.join(", ", artifacts.get(library)))
                .append(" | ")
                .append(String.join("; ", fixed.keySet()))
                .append(" | ")
                .append(fixed.values().stream()
                        .map(ids -> String.join(", ", ids))
                        .collect(Collectors.joining("; ")))
                .append(" |\n"));
    }
}
