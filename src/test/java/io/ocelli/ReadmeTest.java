package io.ocelli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's examples as they stand there: compiled, and in their order run where nothing has to be downloaded. */
class ReadmeTest {
    private static final Pattern BLOCK = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);
    private static final String IMPORTS = String.join(
            "\n",
            "import io.ocelli.*;",
            "import io.ocelli.data.*;",
            "import io.ocelli.engine.*;",
            "import io.ocelli.image.*;",
            "import io.ocelli.metrics.*;",
            "import io.ocelli.training.*;",
            "import io.ocelli.transforms.*;",
            "import java.nio.file.Path;",
            "import java.time.Duration;");

    @TempDir
    Path folder;

    @Test
    void theExamplesCompileAndRun() throws Exception {
        List<String> blocks = blocks(Files.readString(readme()));
        Path photo = RenderedPictures.folder(folder.resolve("train"), 2, 8, 1);
        RenderedPictures.folder(folder.resolve("validation"), 2, 4, 2);
        StringBuilder body = new StringBuilder("Object line = " + blocks.get(0).trim() + ";\n");
        for (String block : blocks.subList(1, blocks.size())) {
            body.append("{\n").append(block).append("}\n");
        }
        // Paths that the reader has: put where this test renders its own.
        String there = body.toString()
                .replace("Path.of(\"photo.jpg\")", "Path.of(" + quote(photo) + ")")
                .replace("Path.of(\"insects\")", "Path.of(" + quote(folder.resolve("insects")) + ")");
        String source = IMPORTS
                + "\n"
                + "public class Examples { public static void run(Path train, Path validation, int k) throws Exception"
                + " {\n"
                + there + "} }\n";
        Class<?> examples = compile(source);
        Method run = examples.getMethod("run", Path.class, Path.class, int.class);
        run.invoke(null, folder.resolve("train"), folder.resolve("validation"), 2);
        assertThat(folder.resolve("insects/model.safetensors")).exists();
    }

    @Test
    void theLineThatSellsItStandsFirst() throws IOException {
        assertThat(blocks(Files.readString(readme())).get(0).trim())
                .isEqualTo("Classifier.resnet50().pretrained().freezeBackbone().head(k)");
    }

    private static Path readme() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.exists(at.resolve("README.md"))) {
            at = at.getParent();
        }
        return at.resolve("README.md");
    }

    private static List<String> blocks(String text) {
        List<String> blocks = new ArrayList<>();
        for (Matcher matcher = BLOCK.matcher(text); matcher.find(); ) {
            blocks.add(matcher.group(1));
        }
        return blocks;
    }

    private static String quote(Path path) {
        return "\"" + path.toString().replace("\\", "\\\\") + "\"";
    }

    private Class<?> compile(String source) throws Exception {
        Path file = Files.writeString(folder.resolve("Examples.java"), source);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options =
                    List.of("-d", folder.toString(), "-cp", System.getProperty("java.class.path"), "-proc:none");
            boolean compiled = compiler.getTask(messages, files, null, options, null, files.getJavaFileObjects(file))
                    .call();
            assertThat(compiled).as(messages.toString()).isTrue();
        }
        return new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())
                .loadClass("Examples");
    }
}
