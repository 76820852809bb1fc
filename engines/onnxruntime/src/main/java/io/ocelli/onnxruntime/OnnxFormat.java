package io.ocelli.onnxruntime;

import io.ocelli.engine.Device;
import io.ocelli.engine.FileRunner;
import io.ocelli.engine.Preset;
import io.ocelli.engine.Program;
import io.ocelli.engine.ProgramFormat;
import io.ocelli.error.EngineException;
import io.ocelli.weights.Weights;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * ONNX files: programs are written with opset 17, batch norms folded, the batch extent open, and texts in the model's
 * {@code metadata_props}. Past 2 GB the weights go to a second file beside, {@code NAME.data}.
 */
public final class OnnxFormat implements ProgramFormat {
    /** For {@link java.util.ServiceLoader}. */
    public OnnxFormat() {}

    @Override
    public String name() {
        return "onnx";
    }

    @Override
    public void write(Program program, Weights weights, Map<String, String> metadata, Path file) {
        OnnxFile.write(OnnxModel.compile(program, weights), metadata, file, OnnxFile.LARGEST_MESSAGE);
    }

    @Override
    public FileRunner open(Path file, Device device, Preset preset) {
        if (!Files.isRegularFile(file)) {
            throw new EngineException("An ONNX model is a file, and there is none at " + file);
        }
        return OnnxRuntime.open(file, device, preset);
    }
}
