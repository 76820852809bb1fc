package io.ocelli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocelli.testing.ManualPage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The manual's pages, compiled and run on rendered pictures. */
class ManualTest {
    /** Their code needs its host, or the sample server, and is run by the tests of that. */
    private static final List<String> OF_HOSTS =
            List.of("android", "djl", "monitoring", "server", "spark", "spring-boot");

    private static final String MAIN = Path.of("src", "main", "java").toString();

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "index",
                "concepts",
                "data",
                "fine-tuning",
                "evaluation",
                "decisions",
                "explaining",
                "large-pictures",
                "compression",
                "few-labels",
                "new-classes",
                "fusion",
                "medical",
                "serving",
                "performance",
                "choosing-a-model",
                "migrating"
            })
    void aPagesCodeRuns(String page) throws Exception {
        Path photo = RenderedPictures.folder(folder.resolve("pictures/train"), 3, 8, 1);
        RenderedPictures.folder(folder.resolve("pictures/validation"), 3, 4, 2);
        RenderedPictures.folder(folder.resolve("pictures/two"), 2, 6, 3);
        Files.copy(photo, folder.resolve("photo.jpg"));
        Files.writeString(folder.resolve("pictures.csv"), "photo.jpg,triangle\n");
        Files.writeString(folder.resolve("table.csv"), table());

        ManualPage.read("docs/" + page + ".md").run(folder);
    }

    @Test
    void everyPageWithCodeIsRunSomewhere() throws Exception {
        List<String> run = Stream.of(getClass()
                        .getDeclaredMethod("aPagesCodeRuns", String.class)
                        .getAnnotation(ValueSource.class)
                        .strings())
                .toList();
        List<String> there = new ArrayList<>();
        for (Path page : files(ManualPage.root().resolve("docs"), ".md")) {
            if (Files.readString(page).contains("```java")) {
                there.add(page.getFileName().toString().replace(".md", ""));
            }
        }
        assertThat(there)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(run.stream(), OF_HOSTS.stream()).toList());
    }

    @Test
    void theErrorsOfTroubleshootingAreErrorsOfOurs() throws IOException {
        String sources = Stream.of("api", "zoo", "engines", "transforms")
                .flatMap(each -> files(ManualPage.root().resolve(each), ".java").stream())
                .filter(each -> each.toString().contains(MAIN))
                .map(ManualTest::text)
                .collect(Collectors.joining("\n"))
                .replaceAll("\"\\s*\\+\\s*\"", "");
        String page = Files.readString(ManualPage.root().resolve("docs/troubleshooting.md"));
        List<String> said = Pattern.compile("(?m)^\\| `([^`]+)` \\|")
                .matcher(page)
                .results()
                .map(each -> each.group(1))
                .toList();

        assertThat(said)
                .hasSizeGreaterThan(10)
                .allSatisfy(each -> assertThat(sources.contains(each)).as(each).isTrue());
    }

    private String table() {
        return IntStream.range(0, 16)
                .mapToObj(i -> "pictures/two/" + RenderedPictures.CLASSES.get(i % 2) + "/" + (i % 12) + ".png,"
                        + RenderedPictures.CLASSES.get(i % 2) + "," + (i % 5 == 0 ? "" : String.valueOf(10 + i)) + ","
                        + (i % 3 == 0 ? "red" : "blue"))
                .filter(line -> Files.exists(folder.resolve(line.split(",")[0])))
                .collect(Collectors.joining("\n", "path,label,weight,colour\n", "\n"));
    }

    private static List<Path> files(Path root, String ending) {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(each -> each.toString().endsWith(ending)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
