package io.ocelli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocelli.testing.ManualPage;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's examples as they stand there: compiled, and in their order run where nothing has to be downloaded. */
class ReadmeTest {
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
        ManualPage readme = ManualPage.read("README.md");
        List<String> blocks = readme.blocks();
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
        Class<?> examples = readme.compile(folder, "Examples", source);
        Method run = examples.getMethod("run", Path.class, Path.class, int.class);
        run.invoke(null, folder.resolve("train"), folder.resolve("validation"), 2);
        assertThat(folder.resolve("insects/model.safetensors")).exists();
    }

    @Test
    void theLineThatSellsItStandsFirst() throws IOException {
        assertThat(ManualPage.read("README.md").blocks().get(0).trim())
                .isEqualTo("Classifier.resnet50().pretrained().freezeBackbone().head(k)");
    }

    private static String quote(Path path) {
        return "\"" + path.toString().replace("\\", "\\\\") + "\"";
    }
}
