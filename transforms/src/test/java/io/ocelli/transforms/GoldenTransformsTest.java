package io.ocelli.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.ocelli.image.Image;
import io.ocelli.image.Interpolation;
import io.ocelli.image.Preprocessing;
import io.ocelli.image.Transform;
import io.ocelli.image.Transforms;
import io.ocelli.testing.Golden;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What Pillow and torchvision made of pictures: small ones that stand here (transforms/imageio has the script), and the
 * golden ones.
 */
class GoldenTransformsTest {
    @TestFactory
    Stream<DynamicTest> everySmallCaseEqualsPillowToThePixel() throws Exception {
        return cases(
                Paths.get(GoldenTransformsTest.class.getResource("/pictures").toURI()));
    }

    @TestFactory
    Stream<DynamicTest> everyGoldenCaseEqualsPillowToThePixel() throws Exception {
        return cases(Golden.folder().resolve("transforms"));
    }

    private static Stream<DynamicTest> cases(Path folder) throws IOException {
        JsonObject json;
        try (Reader reader = Files.newBufferedReader(folder.resolve("transforms.json"))) {
            json = JsonParser.parseReader(reader).getAsJsonObject();
        }
        return StreamSupport.stream(json.getAsJsonArray("cases").spliterator(), false)
                .map(JsonElement::getAsJsonObject)
                .map(golden -> DynamicTest.dynamicTest(
                        golden.get("expected").getAsString(), () -> equalsPillow(folder, golden)));
    }

    private static void equalsPillow(Path folder, JsonObject golden) throws IOException {
        Image source = Pictures.read(folder.resolve(golden.get("source").getAsString()));
        Image expected = Pictures.read(folder.resolve(golden.get("expected").getAsString()));
        Transform transform = transform(golden, source);
        Image actual = transform.apply(source).toChannels(3);
        assertThat(Pictures.difference(actual, expected)).as("%s", transform).isEqualTo("equal");
        assertThat(transform.size(source.size())).isEqualTo(expected.size());
        assertThat(Transforms.fromJson(Transforms.toJson(transform))).isEqualTo(transform);
    }

    @Test
    void normalisedValuesEqualTorchvisions() throws IOException {
        JsonObject golden = Golden.json("transforms/transforms.json").getAsJsonObject("tensor");
        Image image = Transforms.evaluation(Preprocessing.imagenet())
                .apply(picture(golden.get("source").getAsString()));
        for (JsonElement element : golden.getAsJsonArray("values")) {
            JsonObject at = element.getAsJsonObject();
            int c = at.get("c").getAsInt();
            int sample = image.sample(at.get("y").getAsInt(), at.get("x").getAsInt(), c);
            float mean = golden.getAsJsonArray("mean").get(c).getAsFloat();
            float std = golden.getAsJsonArray("std").get(c).getAsFloat();
            assertThat((sample / 255f - mean) / std).isCloseTo(at.get("value").getAsFloat(), Offset.offset(1e-6f));
        }
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
                return new Crop(0, source.width() - integer(c, "width"), integer(c, "height"), integer(c, "width"));
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
            case "pad":
                return new Pad(
                        integer(c, "left"),
                        integer(c, "top"),
                        integer(c, "right"),
                        integer(c, "bottom"),
                        PadMode.valueOf(c.get("mode").getAsString().toUpperCase(Locale.ROOT)),
                        Arrays.asList(integer(c, "fill")));
            case "rotate":
                return new Rotate(
                        number(c, "degrees"), interpolation(c), c.get("expand").getAsBoolean(), fill(c));
            case "affine":
                List<Double> translate = numbers(c.getAsJsonArray("translate"));
                List<Double> shear = numbers(c.getAsJsonArray("shear"));
                return new Affine(
                        number(c, "degrees"),
                        translate.get(0),
                        translate.get(1),
                        number(c, "scale"),
                        shear.get(0),
                        shear.get(1),
                        interpolation(c),
                        fill(c));
            case "perspective":
                return new Perspective(
                        numbers(c.getAsJsonArray("start")),
                        numbers(c.getAsJsonArray("end")),
                        interpolation(c),
                        fill(c));
            case "brightness":
                return new Brightness(number(c, "factor"));
            case "contrast":
                return new Contrast(number(c, "factor"));
            case "saturation":
                return new Saturation(number(c, "factor"));
            case "sharpness":
                return new Sharpness(number(c, "factor"));
            case "hue":
                return new Hue(number(c, "factor"));
            case "gamma":
                return new Gamma(number(c, "gamma"), number(c, "gain"));
            case "grayscale":
                return new Grayscale(3);
            case "invert":
                return new Invert();
            case "posterize":
                return new Posterize(integer(c, "bits"));
            case "solarize":
                return new Solarize(integer(c, "threshold"));
            case "auto_contrast":
                return new AutoContrast();
            case "equalize":
                return new Equalize();
            case "gaussian_blur":
                return new GaussianBlur(
                        integer(c, "kernel_y"), integer(c, "kernel_x"), number(c, "sigma_y"), number(c, "sigma_x"));
            default:
                throw new AssertionError("No transform is written for the golden operation " + op);
        }
    }

    private static int integer(JsonObject golden, String name) {
        return golden.get(name).getAsInt();
    }

    private static Interpolation interpolation(JsonObject golden) {
        return Interpolation.named(golden.get("interpolation").getAsString());
    }

    private static double number(JsonObject golden, String name) {
        return golden.get(name).getAsDouble();
    }

    private static List<Integer> fill(JsonObject golden) {
        List<Integer> fill = new ArrayList<>();
        golden.getAsJsonArray("fill").forEach(value -> fill.add(value.getAsInt()));
        return fill;
    }

    /** The numbers of a list, of lists of lists too. */
    private static List<Double> numbers(JsonArray array) {
        List<Double> numbers = new ArrayList<>();
        for (JsonElement element : array) {
            if (element.isJsonArray()) {
                numbers.addAll(numbers(element.getAsJsonArray()));
            } else {
                numbers.add(element.getAsDouble());
            }
        }
        return numbers;
    }
}
