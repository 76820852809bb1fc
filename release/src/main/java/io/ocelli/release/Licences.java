package io.ocelli.release;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The licences that are allowed, by the words that poms and the catalogue use for them. */
final class Licences {
    private static final String LIBRARY = "library";
    private static final String WEIGHTS = "weights";

    private final Map<String, Map<String, String>> allowed = new HashMap<>();
    private final Map<String, String> stated = new HashMap<>();

    /**
     * @param allowed rows of library or weights, the words, the licence's name by SPDX
     * @param stated rows of a library or group that says elsewhere what its pom does not or says otherwise, its words, where
     */
    Licences(List<List<String>> allowed, List<List<String>> stated) {
        allowed.forEach(row ->
                this.allowed.computeIfAbsent(row.get(0), of -> new HashMap<>()).put(row.get(1), row.get(2)));
        stated.forEach(row -> this.stated.put(row.get(0), row.get(1)));
    }

    static Licences ours() {
        return new Licences(Table.named("licences.tsv", 3), Table.named("stated.tsv", 3));
    }

    /** Those that can be chosen, by SPDX; null where none is allowed. */
    @Nullable
    String of(Library library) {
        String said = stated.getOrDefault(library.id(), stated.getOrDefault(library.group(), ""));
        return chosen(LIBRARY, said.isEmpty() ? library.licences() : List.of(said));
    }

    @Nullable
    String of(Weights weights) {
        return chosen(WEIGHTS, List.of(weights.licence()));
    }

    private @Nullable String chosen(String of, List<String> words) {
        Map<String, String> names = allowed.getOrDefault(of, Map.of());
        String chosen = words.stream()
                .filter(names::containsKey)
                .map(names::get)
                .distinct()
                .sorted()
                .collect(Collectors.joining(" or "));
        return chosen.isEmpty() ? null : chosen;
    }

    /** What is brought, and what is downloaded, under a licence that is not known or not allowed. */
    List<String> wrong(List<Sbom> sboms, List<Weights> weights) {
        List<String> wrong = new ArrayList<>();
        for (Sbom sbom : sboms) {
            for (Library library : sbom.libraries()) {
                if (library.brought() && of(library) == null) {
                    wrong.add(sbom.artifact() + " brings " + library.id() + " " + library.version() + " under "
                            + (library.licences().isEmpty() ? "no licence that its pom writes" : library.licences())
                            + ": do without it, or add a line to licences.tsv or stated.tsv");
                }
            }
        }
        for (Weights each : weights) {
            if (of(each) == null) {
                wrong.add("the weights " + each.model() + " " + each.row() + " are under " + each.licence()
                        + ": take others, or add a line to licences.tsv");
            }
        }
        return wrong;
    }
}
