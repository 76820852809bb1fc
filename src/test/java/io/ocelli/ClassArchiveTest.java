package io.ocelli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocelli.image.Image;
import io.ocelli.testing.JavaProcess;
import io.ocelli.testing.ManualPage;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive of class data, by the commands of the manual. */
class ClassArchiveTest {
    @TempDir
    private Path folder;

    /** What an application does until its first prediction. */
    static final class Insects {
        private Insects() {}

        public static void main(String[] args) {
            try (Classifier classifier =
                    Classifier.efficientnetLite0().pretrained().open()) {
                System.out.println("a label: "
                        + classifier.classify(Image.black(32, 32, 3)).label());
            }
        }
    }

    /** The options of each line of docs/performance.md that starts Java, with the archive in the test's folder. */
    private List<List<String>> commands() throws IOException {
        String page = Files.readString(ManualPage.root().resolve("docs/performance.md"));
        return Pattern.compile("(?m)^ *java (.*) -cp \"\\$CLASSPATH\" Insects$")
                .matcher(page)
                .results()
                .map(line -> Arrays.stream(line.group(1).split(" "))
                        .map(option -> option.replace(
                                "insects.jsa", folder.resolve("insects.jsa").toString()))
                        .toList())
                .toList();
    }

    /** The test's class path, its folders as jars. */
    private String classPath() throws IOException {
        List<String> entries = new ArrayList<>();
        for (String entry : JavaProcess.classPathWithoutPyTorch().split(File.pathSeparator)) {
            Path path = Path.of(entry);
            entries.add(Files.isDirectory(path) ? jar(path, entries.size()).toString() : entry);
        }
        return String.join(File.pathSeparator, entries);
    }

    private Path jar(Path classes, int number) throws IOException {
        Path jar = folder.resolve(number + ".jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out);
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                entries.putNextEntry(
                        new JarEntry(classes.relativize(file).toString().replace(File.separatorChar, '/')));
                Files.copy(file, entries);
            }
        }
        return jar;
    }

    @Test
    void isMadeByOneStartAndUsedByTheNext() throws Exception {
        String classPath = classPath();
        List<List<String>> commands = commands();
        assertThat(commands).hasSize(2);

        String made = JavaProcess.run(JavaProcess.of(classPath, commands.get(0), Insects.class));
        assertThat(made).contains("a label: ");
        assertThat(folder.resolve("insects.jsa")).as(made).isNotEmptyFile();

        List<String> logged = new ArrayList<>(commands.get(1));
        logged.add("-Xlog:class+load");
        assertThat(JavaProcess.run(JavaProcess.of(classPath, logged, Insects.class)))
                .contains("a label: ")
                .contains("io.ocelli.Classifier source: shared objects file (top)");
    }
}
