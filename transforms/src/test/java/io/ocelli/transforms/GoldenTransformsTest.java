package io.ocelli.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.ocelli.image.Image;
import io.ocelli.image.Interpolation;
import io.ocelli.image.Pipeline;
import io.ocelli.image.Preprocessing;
import io.ocelli.image.Transform;
import io.ocelli.image.Transforms;
import io.ocelli.testing.Golden;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Pillow and torchvision made of the golden pictures. */
class GoldenTransformsTest {
    @TestFactory
    Stream<DynamicTest> everyCaseEqualsPillowToThePixel() {
        return StreamSupport.stream(cases().spliterator(), false)
                .map(JsonElement::getAsJsonObject)
                .map(golden -> DynamicTest.dynamicTest(
                        golden.get("expected").getAsString(), () -> equalsPillow(golden)));
    }

    private static void equalsPillow(JsonObject golden) throws IOException {
        Image source = picture(golden.get("source").getAsString());
        Image expected = picture(golden.get("expected").getAsString());
        Transform transform = transform(golden, source);
        Image actual = transform.apply(source).toChannels(3);
        assertThat(Pictures.difference(actual, expected)).as("%s", transform).isEqualTo("equal");
        assertThat(transform.size(source.size())).isEqualTo(expected.size());
        assertThat(Transforms.fromJson(Transforms.toJson(transform))).isEqualTo(transform);
    }

    @Test
    void normalisedValuesEqualTorchvisions() throws IOException {
        JsonObject golden = Golden.json("transforms/transforms.json").getAsJsonObject("tensor");
        Image image = Transforms.evaluation(Preprocessing.imagenet()).apply(picture(golden.get("source").getAsString()));
        for (JsonElement element : golden.getAsJsonArray("values")) {
            JsonObject at = element.getAsJsonObject();
            int c = at.get("c").getAsInt();
            int sample = image.sample(at.get("y").getAsInt(), at.get("x").getAsInt(), c);
            float mean = golden.getAsJsonArray("mean").get(c).getAsFloat();
            float std = golden.getAsJsonArray("std").get(c).getAsFloat();
            assertThat((sample / 255f - mean) / std)
                    .isCloseTo(at.get("value").getAsFloat(), org.assertj.core.data.Offset.offset(1e-6f));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"landscape.png", "portrait.png", "small.png", "wide.png", "square.png"})
    void cropOfResizeIsTheSameWhetherFusedOrNot(String name) throws IOException {
        Image source = picture(name);
        for (Interpolation interpolation : Interpolation.values()) {
            Resize resize = Resize.shorter(96, interpolation);
            for (int side : new int[] {33, 80, 96, 120}) {
                CenterCrop crop = CenterCrop.of(side);
                assertThat(Pipeline.of(resize, crop).apply(source)).isEqualTo(crop.apply(resize.apply(source)));
            }
        }
    }

    private static JsonArray cases() {
        return Golden.json("transforms/transforms.json").getAsJsonArray("cases");
    }

    private static Image picture(String name) throws IOException {
        return Pictures.read(Golden.folder().resolve("transforms").resolve(name));
    }

    private static Transform transform(JsonObject c, Image source) {
        String op = c.get("op").getAsString();
        switch (op) {
            case "resize_shorter":
                return Resize.shorter(integer(c, "size"), interpolation(c));
            case "resize_shorter_max":
                return Resize.shorter(integer(c, "size"), interpolation(c)).withLongest(integer(c, "max_size"));
            case "resize_exact":
                return Resize.to(integer(c, "height"), integer(c, "width"), interpolation(c));
            case "center_crop":
                return new CenterCrop(integer(c, "height"), integer(c, "width"));
            case "imagenet_eval":
                return Transforms.evaluation(Preprocessing.imagenet()
                        .withResize(integer(c, "resize"))
                        .withCrop(integer(c, "crop"), integer(c, "crop"))
                        .withInterpolation(interpolation(c)));
            case "crop":
                return new Crop(integer(c, "top"), integer(c, "left"), integer(c, "height"), integer(c, "width"));
            case "five_crop_top_right":
                return new Crop(
                        0, source.width() - integer(c, "width"), integer(c, "height"), integer(c, "width"));
            case "resized_crop":
                return new ResizedCrop(
                        integer(c, "top"),
                        integer(c, "left"),
                        integer(c, "height"),
                        integer(c, "width"),
                        integer(c, "size"),
                        integer(c, "size"),
                        interpolation(c));
            case "horizontal_flip":
                return new HorizontalFlip();
            case "vertical_flip":
                return new VerticalFlip();
            default:
                assumeTrue(false, "skipped: the golden operation " + op + " is not there yet");
                throw new AssertionError(op);
        }
    }

    private static int integer(JsonObject golden, String name) {
        return golden.get(name).getAsInt();
    }

    private static Interpolation interpolation(JsonObject golden) {
        return Interpolation.named(golden.get("interpolation").getAsString());
    }

    static List<Double> numbers(JsonObject golden, String name) {
        List<Double> numbers = new ArrayList<>();
        golden.getAsJsonArray(name).forEach(element -> numbers.add(element.getAsDouble()));
        return numbers;
    }
}
