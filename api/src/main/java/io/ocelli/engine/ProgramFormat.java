package io.ocelli.engine;

import io.ocelli.error.EngineException;
import io.ocelli.services.Services;
import io.ocelli.weights.Weights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A file format for programs that other tools read and write. Found by {@link java.util.ServiceLoader}; making one costs
 * nothing and loads no native library. Thread-safe.
 */
public interface ProgramFormat {
    /**
     * The format of this name.
     *
     * @throws EngineException if there is none on the class path
     */
    static ProgramFormat named(String name) {
        List<String> there = new ArrayList<>();
        for (ProgramFormat format : Services.of(ProgramFormat.class)) {
            if (format.name().equals(name)) {
                return format;
            }
            there.add(format.name());
        }
        throw new EngineException("The format '" + name + "' is not on the class path; there are " + there
                + ". The dependency io.ocelli:ocelli-onnxruntime brings 'onnx'.");
    }

    /** {@code onnx}. */
    String name();

    /**
     * Writes a program with its weights. The file appears whole or not at all.
     *
     * @param metadata texts that travel in the file, such as labels and preprocessing
     * @throws EngineException if the program cannot be compiled or the file cannot be written
     */
    void write(Program program, Weights weights, Map<String, String> metadata, Path file);

    /**
     * Opens a file of this format, whoever wrote it.
     *
     * @throws EngineException naming the file, if it cannot be read or run
     */
    FileRunner open(Path file, Device device, Preset preset);
}
