package io.ocelli.pytorch;

import io.ocelli.engine.Program;
import io.ocelli.engine.ProgramWriter;
import io.ocelli.error.EngineException;
import io.ocelli.files.WholeFile;
import io.ocelli.weights.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * TorchScript files: {@code torch.jit.load} opens them, and so does DJL's PyTorch engine. Texts are extra files of the archive.
 * Writing one needs no LibTorch.
 */
public final class TorchScriptFormat implements ProgramWriter {
    /** For {@link java.util.ServiceLoader}. */
    public TorchScriptFormat() {}

    @Override
    public String name() {
        return "torchscript";
    }

    @Override
    public void write(Program program, Weights weights, Map<String, String> metadata, Path file) {
        ScriptedProgram scripted = ScriptedProgram.of(program, weights);
        try {
            WholeFile.write(file, out -> Archive.write(out, scripted.source(), scripted.attributes(), metadata));
        } catch (IOException e) {
            throw new EngineException(
                    "A TorchScript file is written where there is room and permission, and " + file
                            + " could not be written: " + e.getMessage(),
                    e);
        }
    }
}
