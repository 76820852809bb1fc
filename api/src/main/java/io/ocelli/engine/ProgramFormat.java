package io.ocelli.engine;

import io.ocelli.error.EngineException;
import io.ocelli.services.Services;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A file format for programs that other tools read and write. Found by {@link java.util.ServiceLoader}; making one costs
 * nothing and loads no native library. Thread-safe.
 */
public interface ProgramFormat extends ProgramWriter {
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

    /**
     * Opens a file of this format, whoever wrote it.
     *
     * @throws EngineException naming the file, if it cannot be read or run
     */
    FileRunner open(Path file, Device device, Preset preset);
}
