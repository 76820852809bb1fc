package io.ocelli.training;

import io.ocelli.error.OcelliException;
import org.jspecify.annotations.Nullable;

/**
 * A training that failed after it had learnt something, which it carries. What failed before comes as it is: a picture that
 * cannot be read as an {@link io.ocelli.error.ImageException}, an engine that cannot start as an
 * {@link io.ocelli.error.EngineException}.
 */
public class TrainingException extends OcelliException {
    private static final long serialVersionUID = 1L;

    private final transient Learnt learnt;

    /**
     * @param learnt its last good state
     * @param cause what failed
     */
    public TrainingException(String message, Learnt learnt, @Nullable Throwable cause) {
        super(message, cause);
        this.learnt = learnt;
    }

    /**
     * What had been learnt. {@code Safetensors.write(file, e.learnt().weights(), Map.of())} keeps it, and
     * {@code weights(file).head(labels).open()} is a classifier of it.
     */
    public Learnt learnt() {
        return learnt;
    }
}
