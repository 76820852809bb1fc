package io.ocelli.weights;

import static io.ocelli.weights.Fixtures.safetensors;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.error.WeightsException;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SafetensorsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(DType.class)
    void everyTypeComesBackByteForByte(DType type) {
        Shape shape = Shape.of(3, 5);
        byte[] random = new byte[15 * type.bytes()];
        new Random(7).nextBytes(random);
        Path file = folder.resolve("weights.safetensors");

        Safetensors.write(file, Weights.of(Map.of("t", Tensor.of(type, shape, ByteBuffer.wrap(random)))), Map.of());
        Tensor read = Safetensors.read(file).get("t");

        assertThat(read.type()).isEqualTo(type);
        assertThat(read.shape()).isEqualTo(shape);
        assertThat(read.bytes()).isEqualTo(ByteBuffer.wrap(random));
    }

    @Test
    void keepsTheOrderAndTheMetadata() {
        Path file = folder.resolve("weights.safetensors");
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("format", "pt");
        metadata.put("licence", "Apache-2.0 \"quoted\" é");

        Safetensors.write(file, mixed(), metadata);

        assertThat(Safetensors.read(file).names()).containsExactly("flags", "wide", "empty", "scalar");
        assertThat(Safetensors.metadata(file)).isEqualTo(metadata);
        assertThat(Safetensors.read(file).get("flags").toFloats()).containsExactly(1, 0, 1);
        assertThat(Safetensors.read(file).get("empty").shape()).isEqualTo(Shape.of(0, 4));
        assertThat(Safetensors.read(file).get("scalar").toFloats()).containsExactly(3.25f);
    }

    @Test
    void alignsTheHeaderAndEachTensorToItsElement() throws IOException {
        Path file = folder.resolve("weights.safetensors");

        Safetensors.write(file, mixed(), Map.of("a", "b"));

        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertThat(ByteBuffer.wrap(Files.readAllBytes(file))
                                .order(ByteOrder.LITTLE_ENDIAN)
                                .getLong()
                        % 8)
                .isZero();
        assertThat(text)
                .contains("{\"__metadata__\":{\"a\":\"b\"},"
                        + "\"flags\":{\"dtype\":\"BOOL\",\"shape\":[3],\"data_offsets\":[20,23]},"
                        + "\"wide\":{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[0,16]},"
                        + "\"empty\":{\"dtype\":\"F32\",\"shape\":[0,4],\"data_offsets\":[16,16]},"
                        + "\"scalar\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[16,20]}}");
    }

    @Test
    void writesTheSameBytesEachTime() throws IOException {
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");

        Safetensors.write(first, mixed(), Map.of("a", "b"));
        Safetensors.write(second, Safetensors.read(first), Safetensors.metadata(first));

        assertThat(Files.mismatch(first, second)).isEqualTo(-1);
    }

    @Test
    void replacesAFileThatIsBeingReadAndLeavesNothingBeside() throws IOException {
        Path file = folder.resolve("weights.safetensors");
        Safetensors.write(file, Weights.of(Map.of("t", Tensor.of(Shape.of(1), 1f))), Map.of());
        Tensor before = Safetensors.read(file).get("t");

        Safetensors.write(file, Weights.of(Map.of("t", Tensor.of(Shape.of(1), 2f))), Map.of());

        assertThat(before.toFloats()).containsExactly(1);
        assertThat(Safetensors.read(file).get("t").toFloats()).containsExactly(2);
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aMissingFolderIsNamed() {
        Path file = folder.resolve("missing").resolve("weights.safetensors");

        assertThatThrownBy(() -> Safetensors.write(file, mixed(), Map.of()))
                .isInstanceOf(WeightsException.class)
                .hasMessageStartingWith(file + " cannot be written: java.nio.file.NoSuchFileException")
                .hasMessageEndingWith(
                        "; weights are written to a folder that exists, is writable and has space for them");
    }

    @Test
    void readsMetadataThatPythonWrote() {
        assertThat(Safetensors.metadata("all", ByteBuffer.wrap(Fixtures.bytes("all.safetensors"))))
                .containsOnly(Map.entry("format", "pt"), Map.entry("note", "golden"));
    }

    @Test
    void refusesAHeaderOfTwoToThe60Bytes() {
        assertRefused(safetensors(1L << 60, "{}", 0))
                .hasMessage("crafted claims a safetensors header of 1152921504606846976 bytes; a header has at most "
                        + "100000000: the file is damaged or of another format");
        assertRefused(safetensors(-1, "{}", 0))
                .hasMessageContaining("a safetensors header of 18446744073709551615 bytes");
        assertRefused(safetensors(99_000_000, "{}", 0))
                .hasMessageContaining("and has 10 bytes in all; it is truncated");
    }

    @Test
    void refusesOverlapsAndHoles() {
        assertRefused(two("[0,8]", "[4,12]", 12))
                .hasMessage(
                        "crafted has the tensor 'b' at offset 4, overlapping the one before, which ends at 8; tensors "
                                + "fill a safetensors file without overlap or hole: the file is damaged");
        assertRefused(two("[0,8]", "[12,20]", 20)).hasMessageContaining("'b' at offset 12, leaving a hole after 8");
        assertRefused(two("[0,8]", "[0,8]", 8)).hasMessageContaining("overlapping");
    }

    @Test
    void refusesOffsetsBeyondTheFile() {
        assertRefused(two("[0,8]", "[8,16]", 12))
                .hasMessage(
                        "crafted has tensors of 16 bytes in its safetensors header and 12 bytes after it; they are to "
                                + "be equal: the file is truncated, fetch or save it again");
        assertRefused(two("[0,8]", "[8,16]", 17)).hasMessageContaining("the file is damaged");
    }

    @Test
    void refusesOffsetsThatDoNotSpanTheShape() {
        assertRefused(one("F32", "[2]", "[0,12]", 12))
                .hasMessageContaining("as FLOAT32[2], 8 bytes, at offsets [0, 12]");
        assertRefused(one("F32", "[2]", "[8,0]", 8)).hasMessageContaining("they are to span just its bytes");
        assertRefused(one("F32", "[2]", "[0,8,16]", 8)).hasMessageContaining("at most 2 whole numbers");
        assertRefused(one("F32", "[2]", "[0]", 8)).hasMessageContaining("without dtype, shape and two data_offsets");
    }

    @Test
    void refusesImpossibleShapes() {
        assertRefused(one("F32", "[-2]", "[0,8]", 8)).hasMessageContaining("whole numbers from 0 to 10^18");
        assertRefused(one("F32", "[1.5]", "[0,8]", 8)).hasMessageContaining("received '1.5'");
        assertRefused(one("F32", "[4294967296,4294967296]", "[0,8]", 8)).hasMessageContaining("the impossible shape");
        assertRefused(one("F32", "[1073741824]", "[0,4294967296]", 8)).hasMessageContaining("at most 2^31 - 1 bytes");
    }

    @Test
    void refusesTypesThatAreNotRead() {
        assertRefused(one("F8_E4M3", "[2]", "[0,2]", 2)).hasMessageContaining("with dtype 'F8_E4M3'; F64, F32, F16");
    }

    @Test
    void refusesNamesThatRepeat() {
        String entry = "{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}";

        assertRefused(safetensors("{\"a\":" + entry + ",\"a\":" + entry + "}", 0))
                .hasMessageContaining("two tensors named 'a'");
        assertRefused(safetensors("{\"__metadata__\":{\"k\":\"1\",\"k\":\"2\"}}", 0))
                .hasMessageContaining("two metadata named 'k'");
    }

    @Test
    void theNumberOfNamesIsBounded() {
        StringBuilder header = new StringBuilder("{\"__metadata__\":{");
        for (int i = 0; i <= 1 << 18; i++) {
            header.append(i == 0 ? "" : ",").append('"').append(i).append("\":\"\"");
        }

        assertRefused(safetensors(header.append("}}").toString(), 0)).hasMessageContaining("more than 262144 names");
    }

    @Test
    void refusesHeadersThatAreNotJson() {
        assertRefused(safetensors("{\"a\":", 0)).hasMessageContaining("is not the JSON it should be");
        assertRefused(safetensors("{}{}", 0)).hasMessageContaining("is not the JSON it should be");
        assertRefused(safetensors("{'a':1}", 0)).hasMessageContaining("is not the JSON it should be");
        assertRefused(safetensors("{\"a\":" + "[".repeat(100_000), 0))
                .hasMessageContaining("is not the JSON it should be");
        assertRefused(safetensors("{\"a\":{\"x\":" + "[".repeat(100_000), 0)).hasMessageContaining("is not the JSON");
    }

    private static Weights mixed() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("flags", Tensor.of(DType.BOOL, Shape.of(3), ByteBuffer.wrap(new byte[] {1, 0, 1})));
        tensors.put("wide", Tensor.of(Shape.of(2), 1.0, 2.0));
        tensors.put("empty", Tensor.zeros(DType.FLOAT32, Shape.of(0, 4)));
        tensors.put("scalar", Tensor.of(Shape.of(), 3.25f));
        return Weights.of(tensors);
    }

    private static byte[] one(String dtype, String shape, String offsets, int data) {
        return safetensors(
                "{\"a\":{\"dtype\":\"" + dtype + "\",\"shape\":" + shape + ",\"data_offsets\":" + offsets + "}}", data);
    }

    private static byte[] two(String first, String second, int data) {
        return safetensors(
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":" + first
                        + "},\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":" + second + "}}",
                data);
    }

    private static AbstractThrowableAssert<?, ?> assertRefused(byte[] content) {
        return assertThatThrownBy(() -> Fixtures.read(content)).isInstanceOf(WeightsException.class);
    }
}
