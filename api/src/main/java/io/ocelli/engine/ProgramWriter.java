package io.ocelli.engine;

import io.ocelli.error.EngineException;
import io.ocelli.services.Services;
import io.ocelli.weights.Weights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A file format for programs that other tools read. Found by {@link java.util.ServiceLoader}; making one costs nothing and
 * loads no native library. Thread-safe.
 */
public interface ProgramWriter {
    /**
     * The writer of this format.
     *
     * @throws EngineException if there is none on the class path
     */
    static ProgramWriter named(String name) {
        List<String> there = new ArrayList<>();
        for (ProgramWriter writer : Services.of(ProgramWriter.class)) {
            if (writer.name().equals(name)) {
                return writer;
            }
            there.add(writer.name());
        }
        throw new EngineException(
                "The format '" + name + "' is not on the class path; files are written in " + there
                        + ". The dependency io.ocelli:ocelli-onnxruntime brings 'onnx', io.ocelli:ocelli-pytorch 'torchscript'.");
    }

    /** {@code onnx}, {@code torchscript}. */
    String name();

    /**
     * Writes a program with its weights. The file appears whole or not at all.
     *
     * @param metadata texts that travel in the file, such as labels and preprocessing
     * @throws EngineException if the program cannot be compiled or the file cannot be written
     */
    void write(Program program, Weights weights, Map<String, String> metadata, Path file);
}
