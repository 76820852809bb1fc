package io.ocelli.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.ocelli.image.Preprocessing;
import io.ocelli.model.Model;
import io.ocelli.model.Models;
import io.ocelli.model.PublishedWeights;
import io.ocelli.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rows of published weights, against what torchvision publishes. */
class CatalogueTest {
    private static final Set<String> TRANSFORM_INPUT = Set.of("googlenet", "inception_v3");

    static List<String> published() throws IOException {
        try (Stream<Path> files = Files.list(Golden.folder().resolve("models"))) {
            return files.map(file -> file.getFileName().toString().replace(".json", ""))
                    .filter(name -> Golden.json("models/" + name + ".json").has("weights"))
                    .filter(name -> !Golden.json("models/" + name + ".json")
                            .getAsJsonArray("weights")
                            .isEmpty())
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("published")
    void hasTheRowsThatArePublished(String name) {
        List<String> rows = new ArrayList<>();
        Models.find(name).weights().forEach(row -> rows.add(row.name()));
        List<String> expected = new ArrayList<>();
        for (JsonObject row : rows(name)) {
            expected.add(
                    row.get("default").getAsBoolean() ? 0 : expected.size(),
                    row.get("name").getAsString());
        }

        assertThat(rows).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("published")
    void saysOfEachRowWhatIsPublished(String name) {
        for (JsonObject expected : rows(name)) {
            PublishedWeights row = row(Models.find(name), expected.get("name").getAsString());

            assertThat(row.url()).isEqualTo(expected.get("url").getAsString());
            assertThat(row.url()).endsWith("/" + row.file());
            assertThat(row.file()).endsWith("-" + row.sha256() + ".pth");
            assertThat(row.bytes() / 1048576.0)
                    .isCloseTo(expected.get("file_size").getAsDouble(), within(1e-3));
            assertThat(row.gigaflops()).isEqualTo(expected.get("ops").getAsDouble());
            assertThat(row.parameters()).isEqualTo(expected.get("num_params").getAsLong());
            assertThat(row.classes()).isEqualTo(expected.get("categories").getAsInt());
            JsonElement license = expected.get("license");
            if (license.isJsonNull()) {
                assertThat(row.license()).isEqualTo("not stated");
            } else {
                assertThat(row.license()).isEqualTo("CC-BY-NC-4.0 " + license.getAsString());
            }
            assertThat(row.isNonCommercial()).isEqualTo(!license.isJsonNull());
        }
    }

    @ParameterizedTest
    @MethodSource("published")
    void saysOfEachRowHowWellItDoes(String name) {
        for (JsonObject expected : rows(name)) {
            PublishedWeights row = row(Models.find(name), expected.get("name").getAsString());
            JsonObject metrics = expected.getAsJsonObject("metrics").getAsJsonObject("ImageNet-1K");

            for (String metric : metrics.keySet()) {
                double value = metrics.get(metric).getAsDouble();
                assertThat(row.accuracy().get(metric)).isEqualTo(Double.isNaN(value) ? null : value);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("published")
    void preparesPicturesAsPublished(String name) {
        for (JsonObject expected : rows(name)) {
            Preprocessing actual =
                    row(Models.find(name), expected.get("name").getAsString()).preprocessing();
            JsonObject published = expected.getAsJsonObject("preprocessing");

            assertThat(actual.resize())
                    .isEqualTo(published.getAsJsonArray("resize").get(0).getAsInt());
            assertThat(actual.cropHeight())
                    .isEqualTo(published.getAsJsonArray("crop").get(0).getAsInt());
            assertThat(actual.cropWidth()).isEqualTo(actual.cropHeight());
            assertThat(actual.interpolation().label())
                    .isEqualTo(published.get("interpolation").getAsString());
            if (!TRANSFORM_INPUT.contains(name)) {
                assertThat(actual.mean()).isEqualTo(floats(published.get("mean")));
                assertThat(actual.std()).isEqualTo(floats(published.get("std")));
            }
        }
    }

    /** (x - 0.485) / 0.229 (0.229 / 0.5) + (0.485 - 0.5) / 0.5, torchvision's transform_input, is (x - 0.5) / 0.5. */
    @Test
    void normalisesForGoogLeNetAndInceptionAsTransformInputDoes() {
        for (String name : TRANSFORM_INPUT) {
            Preprocessing preprocessing = Models.find(name).weights().get(0).preprocessing();

            assertThat(preprocessing.mean()).containsOnly(0.5f);
            assertThat(preprocessing.std()).containsOnly(0.5f);
        }
    }

    @Test
    void everyFileHasANameOfItsOwn() {
        List<String> files = new ArrayList<>();
        Models.all().forEach(model -> model.weights().forEach(row -> files.add(row.file())));

        assertThat(files).hasSameSizeAs(new LinkedHashSet<>(files)).hasSizeGreaterThan(100);
    }

    @Test
    void modelsAreChosenByTheirFigures() {
        List<String> chosen = new ArrayList<>();
        Models.all().stream()
                .filter(model -> model.accuracy() > 77 && model.cost().gigaflops() < 0.5)
                .filter(model -> model.input().height() == 224)
                .forEach(model -> chosen.add(model.name()));

        assertThat(chosen).containsExactly("efficientnet_b0");
    }

    @Test
    void aModelPrintsItsFigures() {
        assertThat(Models.find("googlenet"))
                .hasToString("googlenet: 3 x 224 x 224, 6.62 M parameters, 1.50 GFLOPs, 69.8 % accuracy, 52.1 MB");
        assertThat(Models.find("vit_h_14"))
                .hasToString(
                        "vit_h_14: 3 x 518 x 518, 633.47 M parameters, 1016.72 GFLOPs, 88.6 % accuracy, 2534.0 MB");
        assertThat(Models.find("lenet5")).hasToString("lenet5: 1 x 32 x 32, 0.06 M parameters, 0.00 GFLOPs");
        assertThat(Models.find("lenet5").accuracy()).isNaN();
    }

    @Test
    void knowsTheWeightsOfCifar() {
        PublishedWeights row = Models.find("resnet20_cifar").weights().get(0);

        assertThat(row.file()).isEqualTo("resnet20-12fca82f.th");
        assertThat(row.license()).isEqualTo("BSD-2-Clause");
        assertThat(row.labels()).isEqualTo("cifar-10");
        assertThat(row.preprocessing().resize()).isZero();
    }

    private static PublishedWeights row(Model model, String name) {
        return model.weights().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<JsonObject> rows(String name) {
        List<JsonObject> rows = new ArrayList<>();
        Golden.json("models/" + name + ".json")
                .getAsJsonArray("weights")
                .forEach(row -> rows.add(row.getAsJsonObject()));
        return rows;
    }

    private static List<Float> floats(JsonElement numbers) {
        List<Float> values = new ArrayList<>();
        numbers.getAsJsonArray().forEach(number -> values.add(number.getAsFloat()));
        return values;
    }
}
