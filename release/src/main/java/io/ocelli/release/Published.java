package io.ocelli.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The artifacts that are published: those that {@code bom/pom.xml} lists. */
final class Published {
    private static final Pattern DEPENDENCY =
            Pattern.compile("<dependency>\\s*<groupId>io\\.ocelli</groupId>\\s*<artifactId>([^<]+)</artifactId>");

    private Published() {}

    static List<String> of(Path checkout) throws IOException {
        List<String> names = new ArrayList<>();
        Matcher matcher = DEPENDENCY.matcher(Files.readString(checkout.resolve("bom/pom.xml")));
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }
}
