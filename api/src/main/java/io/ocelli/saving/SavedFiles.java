package io.ocelli.saving;

import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * The two files of a saved classifier in memory, for who keeps them elsewhere than in a folder: encrypted, in a database.
 *
 * @param name what messages call the place that they come from
 * @param config the content of {@code config.json}; neither copied nor to be changed
 * @param weights the remaining bytes are the content of {@code model.safetensors}; the weights are views of them, so they are
 *     not to be changed
 */
public record SavedFiles(String name, byte[] config, ByteBuffer weights) {
    /** What the configuration is called in a folder. */
    public static final String CONFIG = "config.json";

    /** What the weights are called in a folder. */
    public static final String WEIGHTS = "model.safetensors";

    public SavedFiles {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(config, "config");
        Objects.requireNonNull(weights, "weights");
    }

    @Override
    public String toString() {
        return "Saved classifier from " + name;
    }
}
