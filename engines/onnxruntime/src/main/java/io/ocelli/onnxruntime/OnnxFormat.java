package io.ocelli.onnxruntime;

import io.ocelli.engine.Device;
import io.ocelli.engine.FileRunner;
import io.ocelli.engine.Preset;
import io.ocelli.engine.Program;
import io.ocelli.engine.ProgramFormat;
import io.ocelli.error.EngineException;
import io.ocelli.graph.Input;
import io.ocelli.graph.Node;
import io.ocelli.graph.Operations;
import io.ocelli.weights.Weights;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * ONNX files: programs are written with opset 18, batch norms folded, the batch extent open, and texts in the model's
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

    /**
     * A program as the bytes of an ONNX file, in memory outside the heap, for what reads ONNX without a file; null past 2 GB, which
     * only {@link #write} can. Loads no native library.
     *
     * @throws EngineException if the program cannot be compiled
     */
    public @Nullable ByteBuffer bytes(Program program, Weights weights) {
        OnnxModel model = OnnxModel.compile(program, weights);
        return model.bytes() > OnnxFile.LARGEST_MESSAGE ? null : OnnxFile.bytes(model);
    }

    /** What of a program has no counterpart in ONNX, in words: an operation, or a gradient; null where all has. */
    public @Nullable String refuses(Program program) {
        for (Node node : program.graph().nodes()) {
            if (!(node.operation() instanceof Input)
                    && !Emitters.knows(node.operation().getClass())) {
                return "it does not know the " + Operations.name(node.operation()) + " '" + node.name() + "'";
            }
        }
        return OnnxModel.refuses(program);
    }

    @Override
    public FileRunner open(Path file, Device device, Preset preset) {
        if (!Files.isRegularFile(file)) {
            throw new EngineException("An ONNX model is a file, and there is none at " + file);
        }
        return OnnxRuntime.open(file, device, preset);
    }
}
