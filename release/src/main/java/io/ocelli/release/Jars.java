package io.ocelli.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The jars of classes that two builds of one commit made, one of them by the profile that publishes. */
final class Jars {
    private static final Pattern JAR =
            Pattern.compile(".*[/\\\\]target[/\\\\][^/\\\\]+(?<!-javadoc)(?<!-sources)\\.jar");

    /** Which the profile makes flat. */
    private static final Pattern POM = Pattern.compile("META-INF/maven/.*/pom\\.xml");

    private Jars() {}

    /** What differs in files, their order and times, but for the pom; and the jars of one of the two builds alone. */
    static List<String> differences(Path one, Path other) throws IOException {
        Map<Path, Path> ones = of(one);
        Map<Path, Path> others = of(other);
        TreeSet<Path> all = new TreeSet<>(ones.keySet());
        all.addAll(others.keySet());
        if (all.isEmpty()) {
            throw new IllegalStateException("Two builds are compared by their jars, and neither " + one + " nor "
                    + other + " has one in a folder named target. Build both.");
        }
        List<String> wrong = new ArrayList<>();
        for (Path jar : all) {
            if (!ones.containsKey(jar) || !others.containsKey(jar)) {
                wrong.add(jar + " was made by one of two builds only");
                continue;
            }
            List<String> before = entries(ones.get(jar));
            List<String> after = entries(others.get(jar));
            if (!before.equals(after)) {
                wrong.add(jar + " differs between two builds: " + differing(before, after));
            }
        }
        return wrong;
    }

    private static Map<Path, Path> of(Path checkout) throws IOException {
        Map<Path, Path> jars = new TreeMap<>();
        try (Stream<Path> files = Files.walk(checkout)) {
            files.filter(each -> JAR.matcher(each.toString()).matches())
                    .forEach(each -> jars.put(checkout.relativize(each), each));
        }
        return jars;
    }

    /** Name, checksum and time of each file, in the jar's order. */
    private static List<String> entries(Path jar) throws IOException {
        List<String> entries = new ArrayList<>();
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                if (!POM.matcher(entry.getName()).matches()) {
                    entries.add(
                            entry.getName() + " " + Long.toHexString(entry.getCrc()) + " of " + entry.getTimeLocal());
                }
            }
        }
        return entries;
    }

    private static String differing(List<String> before, List<String> after) {
        String differing = Stream.concat(
                        before.stream().filter(each -> !after.contains(each)),
                        after.stream().filter(each -> !before.contains(each)))
                .collect(Collectors.joining(", "));
        return differing.isEmpty() ? "the order of its files" : differing;
    }
}
