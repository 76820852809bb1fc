package io.ocelli.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.ocelli.image.Image;
import io.ocelli.image.Interpolation;
import io.ocelli.image.Randomness;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What automatic augmentations draw from, against torchvision ({@code augmentation.json}, by {@code augmentation.py}). */
class AugmentationTablesTest {
    private static final Map<String, AugmentationSpace> SPACES = Map.of(
            "AUTO", AugmentationSpace.AUTO,
            "RAND", AugmentationSpace.RAND,
            "TRIVIAL_WIDE", AugmentationSpace.TRIVIAL_WIDE,
            "MIX", AugmentationSpace.MIX,
            "MIX_ALL", AugmentationSpace.MIX_ALL);

    /** Both signs come up. */
    private static final int DRAWS = 20;

    private static JsonObject golden = new JsonObject();

    @BeforeAll
    static void read() throws IOException {
        try (InputStreamReader reader = new InputStreamReader(
                Objects.requireNonNull(AugmentationTablesTest.class.getResourceAsStream("/augmentation.json")),
                StandardCharsets.UTF_8)) {
            golden = JsonParser.parseReader(reader).getAsJsonObject();
        }
    }

    static Stream<Arguments> cases() throws IOException {
        read();
        List<Arguments> cases = new ArrayList<>();
        golden.getAsJsonObject("spaces")
                .asMap()
                .forEach((name, space) -> space.getAsJsonObject()
                        .getAsJsonArray("cases")
                        .forEach(each -> cases.add(Arguments.of(
                                name,
                                each.getAsJsonObject().get("operation").getAsString(),
                                each.getAsJsonObject().get("bin").getAsInt()))));
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void anOperationAtABinGivesTorchvisionsPicture(String name, String operation, int bin) {
        JsonObject space = golden.getAsJsonObject("spaces").getAsJsonObject(name);
        Image picture = picture();
        Set<Long> results = new HashSet<>();
        for (int seed = 0; seed < DRAWS; seed++) {
            results.add(sum(Objects.requireNonNull(SPACES.get(name))
                    .at(
                            AugmentOperation.valueOf(operation),
                            bin,
                            space.get("bins").getAsInt(),
                            picture.size(),
                            space.get("bilinear").getAsBoolean() ? Interpolation.BILINEAR : Interpolation.NEAREST,
                            Fill.NOTHING,
                            Randomness.of(seed))
                    .apply(picture)));
        }
        assertThat(results).isEqualTo(expected(space, operation, bin));
    }

    @ParameterizedTest
    @ValueSource(strings = {"AUTO", "RAND", "TRIVIAL_WIDE", "MIX", "MIX_ALL"})
    void theOperationsAreTorchvisions(String name) {
        Set<String> drawn = new HashSet<>();
        for (int seed = 0; seed < 400; seed++) {
            drawn.add(Objects.requireNonNull(SPACES.get(name))
                    .operation(Randomness.of(seed))
                    .name());
        }
        Set<String> theirs = new HashSet<>();
        golden.getAsJsonObject("spaces")
                .getAsJsonObject(name)
                .getAsJsonArray("cases")
                .forEach(each ->
                        theirs.add(each.getAsJsonObject().get("operation").getAsString()));
        assertThat(drawn).isEqualTo(theirs);
    }

    @ParameterizedTest
    @EnumSource(AutoAugmentPolicy.class)
    void aPolicyIsTorchvisions(AutoAugmentPolicy policy) {
        List<List<String>> ours = policy.subPolicies().stream()
                .map(pair -> pair.stream()
                        .map(step -> step.operation() + " " + step.probability() + " " + step.bin())
                        .toList())
                .toList();
        List<List<String>> theirs = new ArrayList<>();
        for (JsonElement pair : golden.getAsJsonObject("policies").getAsJsonArray(policy.name())) {
            List<String> steps = new ArrayList<>();
            for (JsonElement step : pair.getAsJsonArray()) {
                JsonArray fields = step.getAsJsonArray();
                steps.add(fields.get(0).getAsString() + " " + fields.get(1).getAsDouble() + " "
                        + fields.get(2).getAsInt());
            }
            theirs.add(steps);
        }
        assertThat(ours).isEqualTo(theirs);
    }

    private static Set<Long> expected(JsonObject space, String operation, int bin) {
        Set<Long> results = new HashSet<>();
        for (JsonElement each : space.getAsJsonArray("cases")) {
            JsonObject entry = each.getAsJsonObject();
            if (entry.get("operation").getAsString().equals(operation)
                    && entry.get("bin").getAsInt() == bin) {
                entry.getAsJsonArray("results").forEach(result -> results.add(result.getAsLong()));
            }
        }
        return results;
    }

    private static Image picture() {
        JsonObject said = golden.getAsJsonObject("picture");
        Image image =
                Image.black(said.get("height").getAsInt(), said.get("width").getAsInt(), 3);
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                for (int c = 0; c < 3; c++) {
                    image.samples()[(y * image.width() + x) * 3 + c] = (byte) (7 * x + 13 * y + 31 * c + x * y);
                }
            }
        }
        return image;
    }

    private static long sum(Image image) {
        CRC32 sum = new CRC32();
        sum.update(image.samples());
        return sum.getValue();
    }
}
