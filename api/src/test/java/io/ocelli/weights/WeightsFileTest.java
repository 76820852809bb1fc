package io.ocelli.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.ocelli.error.WeightsException;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.testing.Golden;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeightsFileTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"zip.pth", "legacy.pth", "checkpoint.pth", "all.safetensors"})
    void readsEveryContainer(String name) {
        JsonObject expected = JsonParser.parseString(
                        new String(Fixtures.bytes("expected.json"), StandardCharsets.UTF_8))
                .getAsJsonObject();

        assertEqual(WeightsFile.read(name, ByteBuffer.wrap(Fixtures.bytes(name))), expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"zip.pth", "legacy.pth", "checkpoint.pth", "all.safetensors"})
    void readsTheGoldenFiles(String name) {
        assertEqual(
                WeightsFile.read(Golden.folder().resolve("weights").resolve(name)),
                Golden.json("weights/expected.json"));
    }

    @Test
    void keepsTheOrderOfAStateDict() {
        assertThat(Fixtures.read(Fixtures.bytes("zip.pth")).names())
                .startsWith("fp32", "transposed", "slice", "shared_a", "shared_b", "channels_last");
    }

    @Test
    void readsParameters() {
        Weights weights = Fixtures.read(Fixtures.bytes("parameters.pth"));

        assertThat(weights.names())
                .containsExactly(
                        "0.weight",
                        "0.bias",
                        "1.weight",
                        "1.bias",
                        "1.running_mean",
                        "1.running_var",
                        "1.num_batches_tracked");
        assertThat(weights.get("1.running_var").toFloats()).containsExactly(1, 1, 1, 1);
        assertThat(weights.get("1.num_batches_tracked").type()).isEqualTo(DType.INT64);
    }

    @Test
    void refusesAPickledClassByName() {
        assertThatThrownBy(() -> Fixtures.read(Fixtures.bytes("whole-module.pth")))
                .isInstanceOf(WeightsException.class)
                .hasMessage(
                        "crafted names torch.nn.modules.container.Sequential: only tensors and containers are read, "
                                + "nothing is executed; save the state dict alone, torch.save(model.state_dict(), path), or as "
                                + "safetensors");
    }

    @Test
    void mapsAFileWhateverItsName() throws IOException {
        Path file = folder.resolve("weights.bin");
        for (String name : List.of("zip.pth", "legacy.pth", "all.safetensors")) {
            Files.write(file, Fixtures.bytes(name));
            assertThat(WeightsFile.read(file).get("scalar").toFloats()).containsExactly(3.25f);
            Files.delete(file);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"resnet20-12fca82f.th", "resnet32-d509ac18.th", "resnet44-014dd654.th", "resnet56-4bfd9763.th"})
    void readsThePublishedCifarResNets(String name) {
        Weights weights = WeightsFile.read(Golden.shared().resolve("weights").resolve(name));
        String model = name.substring(0, name.indexOf('-')) + "_cifar";
        Map<String, Shape> expected = Golden.state(Golden.json("models/" + model + ".json"));
        expected.keySet().removeIf(entry -> entry.endsWith("num_batches_tracked"));

        assertThat(shapes(weights)).containsExactlyInAnyOrderEntriesOf(expected);
    }

    @Test
    void readsThePublishedEfficientNetLite() {
        Weights weights = WeightsFile.read(Golden.shared().resolve("weights/efficientnet-lite0-57934424.pth"));
        Map<String, Shape> expected = Golden.state(Golden.json("models/tf_efficientnet_lite0.json"));

        assertThat(new ArrayList<>(shapes(weights).values())).isEqualTo(new ArrayList<>(expected.values()));
    }

    @Test
    void aMissingFileIsNamed() {
        Path missing = folder.resolve("missing.pth");

        assertThatThrownBy(() -> WeightsFile.read(missing))
                .isInstanceOf(WeightsException.class)
                .hasMessage(missing + " does not exist; weights are read from a file, looked for at " + missing);
    }

    @Test
    void aFolderIsNoFile() {
        assertThatThrownBy(() -> WeightsFile.read(folder))
                .isInstanceOf(WeightsException.class)
                .hasMessageStartingWith(folder + " is a folder; ");
    }

    @Test
    void anEmptyFileIsNoWeights() {
        assertThatThrownBy(() -> Fixtures.read(new byte[0]))
                .isInstanceOf(WeightsException.class)
                .hasMessage(
                        "crafted is not a weights file: it is to be safetensors or written by torch.save, and begins "
                                + "with nothing (0 bytes); check that it was downloaded whole");
    }

    @Test
    void aPointerOfGitLfsIsToldFromWeights() {
        byte[] pointer = "version https://git-lfs.github.com/spec/v1\n".getBytes(StandardCharsets.US_ASCII);

        assertThatThrownBy(() -> Fixtures.read(pointer))
                .isInstanceOf(WeightsException.class)
                .hasMessageEndingWith("; it is Git LFS's pointer to the file: run 'git lfs pull'");
    }

    private static Map<String, Shape> shapes(Weights weights) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        weights.toMap().forEach((name, tensor) -> shapes.put(name, tensor.shape()));
        return shapes;
    }

    private static void assertEqual(Weights weights, JsonObject expected) {
        assertThat(weights.names()).containsExactlyInAnyOrderElementsOf(expected.keySet());
        for (Map.Entry<String, JsonElement> entry : expected.entrySet()) {
            JsonObject figures = entry.getValue().getAsJsonObject();
            Tensor tensor = weights.get(entry.getKey());
            List<Double> values = new ArrayList<>();
            figures.getAsJsonArray("values").forEach(value -> values.add(value.getAsDouble()));
            assertThat(tensor.type().name().toLowerCase(Locale.ROOT))
                    .as(entry.getKey())
                    .isEqualTo(figures.get("dtype").getAsString());
            assertThat(tensor.shape()).as(entry.getKey()).isEqualTo(Golden.shape(figures.get("shape")));
            assertThat(tensor.toDoubles())
                    .as(entry.getKey())
                    .containsExactly(
                            values.stream().mapToDouble(Double::doubleValue).toArray());
        }
    }
}
