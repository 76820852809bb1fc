package io.ocelli.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Checks a checkout that was built by {@code mvn -P publish}. Arguments: the checkout; {@code --write} accepts what it brings;
 * {@code --like FOLDER} asks for the jars that a build of the same commit made there.
 */
public final class Release {
    private static final String PAGE = "docs/dependencies.md";

    /** Not published, but what the container has. */
    private static final String SAMPLES = "ocelli-samples";

    private Release() {}

    /** @throws IllegalStateException if something is not as it is to be, with all of it in the message */
    public static void main(String[] args) throws IOException {
        Path checkout = Path.of(args[0]);
        List<String> options = Arrays.asList(args).subList(1, args.length);
        List<String> wrong =
                new ArrayList<>(wrong(checkout, options.contains("--write"), Licences.ours(), Weaknesses.ours()));
        int like = options.indexOf("--like");
        if (like >= 0) {
            wrong.addAll(Jars.differences(Path.of(options.get(like + 1)), checkout));
        }
        if (!wrong.isEmpty()) {
            throw new IllegalStateException("What is published is not as it is to be:\n" + String.join("\n", wrong));
        }
        System.out.println("Licences are allowed and weaknesses unknown"
                + (like >= 0 ? ", and another build made the same jars" : "; no other build was compared"));
    }

    /** @param write whether the page of dependencies is written, and not compared */
    static List<String> wrong(Path checkout, boolean write, Licences licences, Weaknesses weaknesses)
            throws IOException {
        List<String> artifacts = new ArrayList<>(Published.of(checkout));
        artifacts.add(SAMPLES);
        List<Sbom> sboms = Sbom.below(checkout).stream()
                .filter(each -> artifacts.contains(each.artifact()))
                .toList();
        List<String> there = sboms.stream().map(Sbom::artifact).toList();
        List<String> missing = artifacts.stream()
                .filter(each -> !there.contains(each))
                .map(each -> each + " has no SBOM: mvn -P publish -DskipTests -Dgpg.skip verify makes it")
                .toList();
        if (!missing.isEmpty()) {
            return missing;
        }
        List<Weights> weights = Weights.of(checkout);
        List<String> wrong = new ArrayList<>(licences.wrong(sboms, weights));
        wrong.addAll(weaknesses.wrong(sboms));
        String page = Page.of(sboms, weights, licences, weaknesses);
        Path file = checkout.resolve(PAGE);
        if (write && wrong.isEmpty()) {
            Path temporary = file.resolveSibling(file.getFileName() + ".part");
            Files.writeString(temporary, page);
            Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
        }
        wrong.addAll(changes(Files.exists(file) ? Files.readString(file) : "", page));
        return wrong;
    }

    private static List<String> changes(String before, String after) {
        List<String> old = before.lines().toList();
        List<String> now = after.lines().toList();
        List<String> changes = Stream.concat(
                        old.stream().filter(line -> !now.contains(line)).map(line -> "- " + line),
                        now.stream().filter(line -> !old.contains(line)).map(line -> "+ " + line))
                .toList();
        if (changes.isEmpty()) {
            return changes;
        }
        List<String> said = new ArrayList<>(List.of(PAGE
                + " is not what is brought (+ new, - gone); if it is meant so, run release/check --write and commit:"));
        said.addAll(changes);
        return said;
    }
}
