package io.ocelli.imageio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.ocelli.error.ImageException;
import io.ocelli.image.Image;
import io.ocelli.image.Images;
import io.ocelli.testing.Golden;
import java.io.IOException;
import java.io.Reader;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Files of every format against what Pillow read in them: small ones that stand here (make.py made them), and the golden
 * ones.
 */
class GoldenDecodingTest {
    /** Lossy WebP is rounded otherwise than in libwebp, in levels of the mean. */
    private static final double LOSSY_WEBP = 2.5;

    @TestFactory
    Stream<DynamicTest> everySmallFileDecodesAsInPillow() throws Exception {
        return decoded(small());
    }

    @TestFactory
    Stream<DynamicTest> everyGoldenFileDecodesAsInPillow() throws Exception {
        return decoded(Golden.folder().resolve("transforms"));
    }

    @TestFactory
    Stream<DynamicTest> everySmallBrokenFileIsAnErrorThatNamesIt() throws Exception {
        return refused(small());
    }

    @TestFactory
    Stream<DynamicTest> everyGoldenBrokenFileIsAnErrorThatNamesIt() throws Exception {
        return refused(Golden.folder().resolve("transforms"));
    }

    private static Stream<DynamicTest> decoded(Path folder) throws IOException {
        return StreamSupport.stream(json(folder).getAsJsonArray("decoding").spliterator(), false)
                .map(JsonElement::getAsJsonObject)
                .map(golden ->
                        DynamicTest.dynamicTest(golden.get("file").getAsString(), () -> decodes(folder, golden)));
    }

    private static void decodes(Path folder, JsonObject golden) {
        String file = golden.get("file").getAsString();
        Image expected = Images.read(folder.resolve(golden.get("expected").getAsString()))
                .toChannels(3);
        Image actual = Images.read(folder.resolve(file)).toChannels(3);
        assertThat(actual.width()).isEqualTo(golden.get("width").getAsInt());
        assertThat(actual.height()).isEqualTo(golden.get("height").getAsInt());
        double allowed = file.startsWith("lossy") && file.endsWith(".webp") ? LOSSY_WEBP : 0;
        assertThat(meanDifference(actual, expected)).isLessThanOrEqualTo(allowed);
    }

    private static Stream<DynamicTest> refused(Path folder) throws IOException {
        return StreamSupport.stream(json(folder).getAsJsonArray("broken").spliterator(), false)
                .map(JsonElement::getAsString)
                .map(file -> DynamicTest.dynamicTest(file, () -> {
                    Path path = folder.resolve("broken").resolve(file);
                    assertThatThrownBy(() -> Images.read(path))
                            .isInstanceOf(ImageException.class)
                            .hasMessageContaining(path.toString());
                }));
    }

    private static double meanDifference(Image actual, Image expected) {
        assertThat(actual.toString()).isEqualTo(expected.toString());
        long sum = 0;
        for (int i = 0; i < actual.samples().length; i++) {
            sum += Math.abs((actual.samples()[i] & 255) - (expected.samples()[i] & 255));
        }
        return (double) sum / actual.samples().length;
    }

    private static Path small() throws URISyntaxException {
        return Paths.get(GoldenDecodingTest.class.getResource("/pictures").toURI());
    }

    private static JsonObject json(Path folder) throws IOException {
        try (Reader reader = Files.newBufferedReader(folder.resolve("transforms.json"))) {
            return JsonParser.parseReader(reader).getAsJsonObject();
        }
    }
}
