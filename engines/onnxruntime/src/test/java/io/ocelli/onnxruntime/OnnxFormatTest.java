package io.ocelli.onnxruntime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.engine.Device;
import io.ocelli.engine.FileRunner;
import io.ocelli.engine.Preset;
import io.ocelli.engine.Program;
import io.ocelli.engine.ProgramFormat;
import io.ocelli.engine.Runner;
import io.ocelli.error.EngineException;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxFormatTest {
    private static final Map<String, String> METADATA = Map.of("labels", "[\"Ameise\",\"bee\",\"蜂\"]");

    private final ProgramFormat onnx = new OnnxFormat();
    private final Program program = Networks.small(64);

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("small.onnx");
    }

    @Test
    void isFoundByTheServiceLoader() {
        assertThat(ProgramFormat.named("onnx")).isInstanceOf(OnnxFormat.class);
    }

    @Test
    void anotherFormatIsAnErrorThatListsThoseThere() {
        assertThatThrownBy(() -> ProgramFormat.named("tflite"))
                .isInstanceOf(EngineException.class)
                .hasMessage("The format 'tflite' is not on the class path; there are [onnx]."
                        + " The dependency io.ocelli:ocelli-onnxruntime brings 'onnx'.");
    }

    @Test
    void aWrittenFileGivesWhatTheProgramGives() {
        onnx.write(program, Networks.weights(program), METADATA, file);

        try (FileRunner read = onnx.open(file, Device.CPU, Preset.LATENCY);
                Runner direct = new OnnxRuntimeEngine().open(program, Networks.weights(program), Device.CPU)) {
            assertThat(read.run(List.of(Networks.input(3))).get(0).toFloats())
                    .isEqualTo(direct.run(List.of(Networks.input(3))).get(0).toFloats());
        }
    }

    @Test
    void aFileTellsItsPortsAndTexts() {
        onnx.write(program, Networks.weights(program), METADATA, file);

        try (FileRunner read = onnx.open(file, Device.CPU, Preset.LATENCY)) {
            assertThat(read.inputs()).hasToString("[input FLOAT32[?, 3, 16, 16]]");
            assertThat(read.outputs()).hasToString("[logits FLOAT32[?, 10], probabilities FLOAT32[?, 10]]");
            assertThat(read.metadata()).isEqualTo(METADATA);
        }
    }

    @Test
    void weightsTooManyForOneMessageGoBeside() {
        OnnxModel model = OnnxModel.compile(program, Networks.weights(program));
        OnnxFile.write(model, METADATA, file, model.bytes() - 1);

        assertThat(folder.resolve("small.onnx.data")).isNotEmptyFile();
        try (FileRunner read = onnx.open(file, Device.CPU, Preset.LATENCY);
                Runner direct = new OnnxRuntimeEngine().open(program, Networks.weights(program), Device.CPU)) {
            assertThat(read.run(List.of(Networks.input(2))).get(0).toFloats())
                    .isEqualTo(direct.run(List.of(Networks.input(2))).get(0).toFloats());
        }
    }

    @Test
    void weightsOfAnotherExportBesideAModelAreRefused() throws IOException {
        OnnxModel model = OnnxModel.compile(program, Networks.weights(program));
        Map<String, Tensor> others =
                new LinkedHashMap<>(Networks.weights(program).toMap());
        others.computeIfPresent("fc.bias", (name, bias) -> Tensor.zeros(DType.FLOAT32, bias.shape()));
        OnnxModel other = OnnxModel.compile(program, Weights.of(others));
        Path data = folder.resolve("small.onnx.data");
        OnnxFile.write(other, METADATA, file, model.bytes() - 1);
        byte[] stale = Files.readAllBytes(data);
        OnnxFile.write(model, METADATA, file, model.bytes() - 1);
        Files.write(data, stale);

        assertThatThrownBy(() -> onnx.open(file, Device.CPU, Preset.LATENCY))
                .isInstanceOf(EngineException.class)
                .hasMessage(
                        "The weights of " + file + " lie beside it in small.onnx.data, and those there are of another"
                                + " export: copy both files of one export, or export again");
    }

    @Test
    void nothingElseIsLeftInTheFolder() throws IOException {
        onnx.write(program, Networks.weights(program), METADATA, file);
        onnx.write(program, Networks.weights(program), METADATA, file);

        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void theSameProgramGivesTheSameBytes() throws IOException {
        onnx.write(program, Networks.weights(program), METADATA, file);
        byte[] first = Files.readAllBytes(file);
        onnx.write(program, Networks.weights(program), METADATA, file);

        assertThat(Files.readAllBytes(file)).isEqualTo(first);
    }

    @Test
    void aFolderThatIsNotThereIsAnErrorThatNamesTheFile() {
        Path nowhere = folder.resolve("absent").resolve("x.onnx");

        assertThatThrownBy(() -> onnx.write(program, Networks.weights(program), METADATA, nowhere))
                .isInstanceOf(EngineException.class)
                .hasMessageStartingWith("An ONNX file is written where there is room and permission, and " + nowhere
                        + " could not be written: ");
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> onnx.open(file, Device.CPU, Preset.LATENCY))
                .isInstanceOf(EngineException.class)
                .hasMessage("An ONNX model is a file, and there is none at " + file);
    }

    @Test
    void aFileOfAnotherFormatIsNamed() throws IOException {
        Files.write(file, "not a model".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> onnx.open(file, Device.CPU, Preset.LATENCY))
                .isInstanceOf(EngineException.class)
                .hasMessageStartingWith("An ONNX file holds a model that ONNX Runtime ")
                .hasMessageContaining(file.toString());
    }
}
