package io.ocelli.release;

import java.util.ArrayList;
import java.util.List;

/** Known weaknesses, and which of them are accepted where: a rule that needs no network, and knows no more than its table. */
final class Weaknesses {
    private final List<Weakness> known = new ArrayList<>();
    private final List<Accepted> accepted = new ArrayList<>();

    /** A weakness that an artifact's version of a library has, and may have. */
    private record Accepted(String artifact, String library, String id) {}

    record Found(String artifact, Library library, Weakness weakness) {
        private Accepted place() {
            return new Accepted(artifact, library.id(), weakness.id());
        }
    }

    /**
     * @param known rows of a library, its affected versions, an id, what it is, the versions without it
     * @param accepted rows of an artifact, a library, an id, why
     */
    Weaknesses(List<List<String>> known, List<List<String>> accepted) {
        known.forEach(row -> this.known.add(Weakness.of(row.get(0), row.get(1), row.get(2), row.get(3), row.get(4))));
        accepted.forEach(row -> this.accepted.add(new Accepted(row.get(0), row.get(1), row.get(2))));
    }

    static Weaknesses ours() {
        return new Weaknesses(Table.named("weaknesses.tsv", 5), Table.named("accepted.tsv", 4));
    }

    List<Weakness> known() {
        return known;
    }

    List<Found> in(List<Sbom> sboms) {
        List<Found> found = new ArrayList<>();
        for (Sbom sbom : sboms) {
            for (Library library : sbom.libraries()) {
                for (Weakness each : known) {
                    if (each.library().equals(library.id()) && each.has(library.version())) {
                        found.add(new Found(sbom.artifact(), library, each));
                    }
                }
            }
        }
        return found;
    }

    /** What is brought and not accepted, and what is accepted and not there. */
    List<String> wrong(List<Sbom> sboms) {
        List<String> wrong = new ArrayList<>();
        List<Accepted> left = new ArrayList<>(accepted);
        for (Found each : in(sboms)) {
            if (each.library().brought() && !left.remove(each.place())) {
                wrong.add(each.artifact() + " brings " + each.library().id() + " "
                        + each.library().version() + ", which has "
                        + each.weakness().id() + " ("
                        + each.weakness().what() + "): take " + each.weakness().fixed()
                        + ", or say in accepted.tsv why it may stay");
            }
        }
        for (Accepted each : left) {
            wrong.add("accepted.tsv accepts " + each.id() + " of " + each.library() + " in " + each.artifact()
                    + ", which has it no longer: take the line out");
        }
        return wrong;
    }
}
