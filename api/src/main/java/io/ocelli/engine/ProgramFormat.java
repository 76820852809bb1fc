package io.ocelli.engine;

import io.ocelli.weights.Weights;
import java.nio.file.Path;
import java.util.Map;

/**
 * A file format for programs that other tools read and write. Found by {@link java.util.ServiceLoader}; making one costs
 * nothing and loads no native library. Thread-safe.
 */
public interface ProgramFormat {
    /** {@code onnx}. */
    String name();

    /**
     * Writes a program with its weights. The file appears whole or not at all.
     *
     * @param metadata texts that travel in the file, such as labels and preprocessing
     * @throws io.ocelli.error.EngineException if the program cannot be compiled or the file cannot be written
     */
    void write(Program program, Weights weights, Map<String, String> metadata, Path file);

    /**
     * Opens a file of this format, whoever wrote it.
     *
     * @throws io.ocelli.error.EngineException naming the file, if it cannot be read or run
     */
    FileRunner open(Path file, Device device, Preset preset);
}
