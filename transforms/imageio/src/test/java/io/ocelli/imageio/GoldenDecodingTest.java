package io.ocelli.imageio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.ocelli.error.ImageException;
import io.ocelli.image.Image;
import io.ocelli.image.Images;
import io.ocelli.testing.Golden;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The golden files of every format, against what Pillow read in them. */
class GoldenDecodingTest {
    /** Lossy WebP is rounded otherwise than in libwebp, in levels of the mean. */
    private static final double LOSSY_WEBP = 2.5;

    @TestFactory
    Stream<DynamicTest> everyFileDecodesAsInPillow() {
        return StreamSupport.stream(json().getAsJsonArray("decoding").spliterator(), false)
                .map(JsonElement::getAsJsonObject)
                .map(golden -> DynamicTest.dynamicTest(golden.get("file").getAsString(), () -> decodes(golden)));
    }

    private static void decodes(JsonObject golden) {
        String file = golden.get("file").getAsString();
        Image expected = Images.read(path(golden.get("expected").getAsString())).toChannels(3);
        Image actual = Images.read(path(file)).toChannels(3);
        assertThat(actual.width()).isEqualTo(golden.get("width").getAsInt());
        assertThat(actual.height()).isEqualTo(golden.get("height").getAsInt());
        double allowed = file.startsWith("lossy") && file.endsWith(".webp") ? LOSSY_WEBP : 0;
        assertThat(meanDifference(actual, expected)).isLessThanOrEqualTo(allowed);
    }

    @TestFactory
    Stream<DynamicTest> everyBrokenFileIsAnErrorThatNamesIt() {
        return StreamSupport.stream(json().getAsJsonArray("broken").spliterator(), false)
                .map(JsonElement::getAsString)
                .map(file -> DynamicTest.dynamicTest(file, () -> {
                    Path path = path("broken").resolve(file);
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

    private static JsonObject json() {
        return Golden.json("transforms/transforms.json");
    }

    private static Path path(String name) {
        return Golden.folder().resolve("transforms").resolve(name);
    }
}
