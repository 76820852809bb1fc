package io.ocelli.samples.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.ocelli.testing.JavaProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The image as far as it can be known without a daemon: what goes into it is there, and what it runs runs. */
class DockerfileTest {
    private static final Path SAMPLES = samples();
    private static final Path CHECKOUT = SAMPLES.getParent();

    private static Path samples() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.exists(at.resolve("samples/Dockerfile"))) {
            at = at.getParent();
        }
        return at.resolve("samples");
    }

    private record Instruction(String name, String rest) {
        List<String> words() {
            return Arrays.asList(rest.split("\\s+"));
        }

        /** The words of the array that ends it. */
        List<String> command() {
            List<String> words = new ArrayList<>();
            for (JsonElement word :
                    JsonParser.parseString(rest.substring(rest.indexOf('['))).getAsJsonArray()) {
                words.add(word.getAsString());
            }
            return words;
        }
    }

    private static List<Instruction> instructions() throws IOException {
        String text = Files.readAllLines(SAMPLES.resolve("Dockerfile")).stream()
                .filter(line -> !line.startsWith("#"))
                .collect(Collectors.joining("\n"))
                .replaceAll("\\\\\n\\s*", "");
        return text.lines()
                .filter(line -> !line.isBlank())
                .map(line -> line.split("\\s+", 2))
                .map(parts -> new Instruction(parts[0], parts[1]))
                .collect(Collectors.toList());
    }

    private static List<Instruction> named(String name) throws IOException {
        return instructions().stream()
                .filter(instruction -> instruction.name().equals(name))
                .collect(Collectors.toList());
    }

    private static Instruction only(String name) throws IOException {
        List<Instruction> all = named(name);
        assertThat(all).as(name).hasSize(1);
        return all.get(0);
    }

    @Test
    void itsBasesAreOfAVersion() throws IOException {
        assertThat(named("FROM"))
                .hasSize(2)
                .allSatisfy(from -> assertThat(from.words().get(0)).matches("[a-z/.-]+:.*[0-9].*"));
    }

    @Test
    void itRunsAsNobodyWhoMayDoAnything() throws IOException {
        assertThat(only("USER").rest()).matches("[1-9][0-9]{3,}:[1-9][0-9]{3,}");
        List<String> order = instructions().stream().map(Instruction::name).collect(Collectors.toList());
        assertThat(order.indexOf("USER")).isGreaterThan(order.lastIndexOf("COPY"));
    }

    @Test
    void whatItCopiesIsWhatTheBuildMakes() throws IOException {
        String pom = Files.readString(SAMPLES.resolve("pom.xml"));
        List<Instruction> copies = named("COPY").stream()
                .filter(copy -> copy.rest().startsWith("--from=build"))
                .collect(Collectors.toList());

        assertThat(copies)
                .extracting(copy -> copy.words().get(1))
                .containsExactly("/src/samples/target/lib/", "/src/samples/target/ocelli-samples.jar");
        assertThat(pom).contains("<finalName>ocelli-samples</finalName>").contains("target/lib");
        assertThat(named("RUN").get(0).rest()).isEqualTo("mvn -B -ntp -DskipTests -pl samples -am package");
        assertThat(copies.get(1).words().get(2))
                .isEqualTo(only("HEALTHCHECK").command().get(5));
    }

    @Test
    void noModuleIsLeftOutOfItsContext() throws IOException {
        List<PathMatcher> ignored = Files.readAllLines(SAMPLES.resolve("Dockerfile.dockerignore")).stream()
                .map(line -> FileSystems.getDefault().getPathMatcher("glob:" + line))
                .collect(Collectors.toList());
        List<String> modules = Files.readAllLines(CHECKOUT.resolve("pom.xml")).stream()
                .map(String::strip)
                .filter(line -> line.startsWith("<module>"))
                .map(line -> line.replaceAll("</?module>", ""))
                .collect(Collectors.toList());

        assertThat(modules).contains("samples", "api");
        for (String module : modules) {
            for (String inside : List.of("pom.xml", "src/main/java", "src/main/resources", "src/test/java")) {
                Path path = Path.of(module, inside);
                assertThat(ignored).as("" + path).noneMatch(matcher -> matcher.matches(path));
            }
            assertThat(ignored).anyMatch(matcher -> matcher.matches(Path.of(module, "target")));
        }
    }

    /** The command of the image, with the class path of this test but LibTorch, as the image has none. */
    private static Process started(List<String> command, int port) throws IOException {
        List<String> here = new ArrayList<>(command);
        String classPath = Arrays.stream(JavaProcess.classPath().split(java.io.File.pathSeparator))
                .filter(jar -> !jar.contains("pytorch-native-cpu"))
                .collect(Collectors.joining(java.io.File.pathSeparator));
        here.set(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
        here.set(here.indexOf("-cp") + 1, classPath);
        here.replaceAll(word -> word.replace("127.0.0.1:8080", "127.0.0.1:" + port));
        return new ProcessBuilder(here).redirectErrorStream(true).start();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void whatItRunsAnswersAndItsHealthCheckKnows() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        List<String> health = only("HEALTHCHECK").command();
        assertThat(started(health, port).waitFor()).isEqualTo(1);
        List<String> command = new ArrayList<>(only("ENTRYPOINT").command());
        command.addAll(only("CMD").command());
        command.addAll(List.of("--port", Integer.toString(port)));
        Process server = started(command, port);
        try {
            String line = new BufferedReader(new InputStreamReader(server.getInputStream())).readLine();
            assertThat(line).contains("at http://0.0.0.0:" + port + "/");
            HttpResponse<String> answer = new Client(port).post("/classify?explain=true", Running.picture(1, 64, 48));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            Process checked = started(health, port);
            assertThat(new String(checked.getInputStream().readAllBytes()))
                    .isEqualTo("http://127.0.0.1:" + port + "/health answers 200\n");
            assertThat(checked.waitFor()).isZero();
        } finally {
            server.destroy();
        }
        assertThat(server.waitFor()).isZero();
    }
}
