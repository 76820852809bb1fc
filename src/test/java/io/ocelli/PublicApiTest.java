package io.ocelli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A public type is a promise: each is listed in {@code src/api}, a file a package, so that its change is seen in review. */
class PublicApiTest {
    private static final String UPDATE = "mvn -pl src -am test -Dtest=PublicApiTest -Docelli.api.update=true";

    /** The working directory is the checkout under Maven, and often the module in an IDE. */
    private static final Path FOLDER = Files.exists(Path.of("src", "pom.xml")) ? Path.of("src", "api") : Path.of("api");

    @Test
    void listingShowsEveryPublicTypeAndMember() throws IOException {
        Map<String, String> actual =
                ApiListing.ofPackages(Artifacts.classes().stream().map(type -> load(type.getName())));
        if (Boolean.getBoolean("ocelli.api.update")) {
            write(actual);
        }
        List<String> changes = changes(read(), actual);
        assertThat(changes)
                .overridingErrorMessage(
                        "The public API is not what src/api lists (+ new, - gone):%n%s%nIf it is meant so, run and commit:%n  %s",
                        String.join("\n", changes), UPDATE)
                .isEmpty();
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, PublicApiTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(name, e);
        }
    }

    private static Map<String, String> read() throws IOException {
        Map<String, String> listing = new TreeMap<>();
        if (Files.isDirectory(FOLDER)) {
            try (Stream<Path> files = Files.list(FOLDER)) {
                for (Path file : files.toList()) {
                    String name = file.getFileName().toString();
                    // A checkout on Windows may have other line ends.
                    listing.put(
                            name.replaceFirst("\\.txt$", ""),
                            Files.readString(file).replace("\r\n", "\n"));
                }
            }
        }
        return listing;
    }

    private static void write(Map<String, String> listing) throws IOException {
        Files.createDirectories(FOLDER);
        for (String gone : read().keySet()) {
            Files.deleteIfExists(FOLDER.resolve(gone + ".txt"));
        }
        for (Map.Entry<String, String> each : listing.entrySet()) {
            Files.writeString(FOLDER.resolve(each.getKey() + ".txt"), each.getValue());
        }
    }

    private static List<String> changes(Map<String, String> listed, Map<String, String> actual) {
        TreeSet<String> names = new TreeSet<>(listed.keySet());
        names.addAll(actual.keySet());
        List<String> changes = new ArrayList<>();
        for (String name : names) {
            List<String> before = qualified(listed.getOrDefault(name, ""));
            List<String> after = qualified(actual.getOrDefault(name, ""));
            before.stream()
                    .filter(line -> !after.contains(line))
                    .forEach(line -> changes.add("- " + name + ": " + line));
            after.stream()
                    .filter(line -> !before.contains(line))
                    .forEach(line -> changes.add("+ " + name + ": " + line));
        }
        return changes;
    }

    /** Each member behind its type's header, so that a line says by itself what changed. */
    private static List<String> qualified(String text) {
        List<String> lines = new ArrayList<>();
        String header = "";
        for (String line : text.split("\n")) {
            if (line.startsWith(" ")) {
                lines.add(header + " { " + line.strip() + " }");
            } else if (!line.isEmpty()) {
                header = line;
                lines.add(line);
            }
        }
        return lines;
    }
}
