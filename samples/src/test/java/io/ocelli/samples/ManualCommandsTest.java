package io.ocelli.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What the README and the manual say to type is there to be typed. */
class ManualCommandsTest {
    private static final Pattern LINE = Pattern.compile("samples/ocelli ([^`\\n|]+)");

    @Test
    void verbsAndOptionsOfThePagesAreThere() throws IOException {
        List<String> wrong = new ArrayList<>();
        int lines = 0;
        for (Path page : pages()) {
            for (Matcher matcher = LINE.matcher(Files.readString(page)); matcher.find(); lines++) {
                String missing = missing(matcher.group(1).trim().split("\\s+"));
                if (!missing.isEmpty()) {
                    wrong.add(page.getFileName() + ": " + matcher.group() + ": " + missing);
                }
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(lines).isGreaterThan(15);
    }

    private static String missing(String... words) {
        CommandLine command = new CommandLine(new Cli());
        for (String word : words) {
            Map<String, CommandLine> verbs = command.getSubcommands();
            if (word.startsWith("-") && word.length() > 1) {
                if (!command.getCommandSpec().optionsMap().containsKey(word)) {
                    return word;
                }
            } else if (!verbs.isEmpty()) {
                CommandLine verb = verbs.get(word);
                if (verb == null) {
                    return word;
                }
                command = verb;
            }
        }
        return "";
    }

    private static List<Path> pages() throws IOException {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("README.md"))) {
            root = root.getParent();
        }
        List<Path> pages = new ArrayList<>(List.of(root.resolve("README.md"), root.resolve("CONTRIBUTING.md")));
        try (Stream<Path> docs = Files.list(root.resolve("docs"))) {
            docs.filter(each -> each.toString().endsWith(".md")).forEach(pages::add);
        }
        return pages;
    }
}
