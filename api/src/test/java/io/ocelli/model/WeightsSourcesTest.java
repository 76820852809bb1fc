package io.ocelli.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.error.WeightsException;
import io.ocelli.image.Preprocessing;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Safetensors;
import io.ocelli.weights.Weights;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightsSourcesTest {
    @TempDir
    private Path cache;

    @BeforeEach
    void useTheCache() {
        System.setProperty("ocelli.cache", cache.toString());
    }

    @AfterEach
    void leaveTheCache() {
        System.clearProperty("ocelli.cache");
    }

    @Test
    void findsWhatIsInTheCacheAndMarksItUsed() throws IOException {
        Path file = put("a.safetensors");
        Instant old = Instant.now().minus(Duration.ofDays(50));
        Files.setLastModifiedTime(file, FileTime.from(old));

        assertThat(find(row("a.safetensors", "MIT")).names()).containsExactly("w");
        assertThat(Files.getLastModifiedTime(file).toInstant()).isAfter(old.plus(Duration.ofDays(49)));
    }

    @Test
    void namesADamagedFileOfTheCacheAndTheWayOut() throws IOException {
        Path file = cache.resolve("b.pth");
        Files.writeString(file, "<html>");

        assertThatThrownBy(() -> find(row("b.pth", "MIT")))
                .isInstanceOf(WeightsException.class)
                .hasMessageStartingWith("A file of the cache cannot be used: " + file + " is not a weights file: ")
                .hasMessageEndingWith(". Delete " + file + ", and it is brought anew.");
    }

    @Test
    void listsWhereItLooked() {
        assertThatThrownBy(() -> find(row("c.pth", "MIT")))
                .isInstanceOf(WeightsException.class)
                .hasMessage("The weights net V1 (c.pth) were looked for and not found:\n"
                        + "  on the class path, as META-INF/ocelli/weights/c.safetensors\n"
                        + "  in the cache, as " + cache.resolve("c.pth") + "\n"
                        + "Bring the file from https://a.invalid/c.pth to " + cache
                        + ", or name a file of your own with weights(path).");
    }

    @Test
    void warnsOnceOfALicenceThatForbidsCommercialUse() {
        put("d.safetensors");
        put("e.safetensors");

        String log = logged(() -> {
            find(row("d.safetensors", "CC-BY-NC-4.0 https://a.invalid/LICENSE"));
            find(row("d.safetensors", "CC-BY-NC-4.0 https://a.invalid/LICENSE"));
            find(row("e.safetensors", "not stated"));
        });
        assertThat(log)
                .containsOnlyOnce("The licence of net V1 is CC-BY-NC-4.0 https://a.invalid/LICENSE, which forbids"
                        + " commercial use")
                .doesNotContain("not stated");
    }

    private static String logged(Runnable work) {
        PrintStream before = System.err;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            work.run();
        } finally {
            System.setErr(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private Path put(String name) {
        Path file = cache.resolve(name);
        Safetensors.write(file, Weights.of(Map.of("w", Tensor.of(Shape.of(1), new float[1]))), Map.of());
        return file;
    }

    private static Weights find(PublishedWeights row) {
        InputSize size = new InputSize(3, 8, 8);
        Model model = new Model(
                "net",
                null,
                size,
                input -> {
                    throw new AssertionError("the architecture is not needed");
                },
                List.of(row));
        return WeightsSources.find(model, row);
    }

    private static PublishedWeights row(String file, String license) {
        return new PublishedWeights(
                "V1",
                file,
                "https://a.invalid/" + file,
                null,
                0,
                license,
                "-",
                0,
                Preprocessing.imagenet(),
                Map.of(),
                0,
                0);
    }
}
