package io.ocelli.training;

import io.ocelli.error.OcelliException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A training that failed after it had learnt something, which it carries. What failed before comes as it is: a picture that
 * cannot be read as an {@link io.ocelli.error.ImageException}, an engine that cannot start as an
 * {@link io.ocelli.error.EngineException}.
 */
public class TrainingException extends OcelliException {
    private static final long serialVersionUID = 1L;

    private final transient Learnt learnt;
    private transient @Nullable Consumer<Path> saver;

    /**
     * @param learnt its last good state
     * @param cause what failed
     */
    public TrainingException(String message, Learnt learnt, @Nullable Throwable cause) {
        super(message, cause);
        this.learnt = learnt;
    }

    /** What had been learnt. */
    public Learnt learnt() {
        return learnt;
    }

    /** This exception, which saves what had been learnt in a way. */
    public TrainingException saving(Consumer<Path> saver) {
        this.saver = saver;
        return this;
    }

    /**
     * Saves what had been learnt as a classifier, with the labels and all else that it was to have: {@code Classifier.load}
     * opens it.
     *
     * @throws io.ocelli.error.WeightsException if it cannot be written
     * @throws IllegalStateException if the training was not that of a classifier
     */
    public void save(Path folder) {
        if (saver == null) {
            throw new IllegalStateException(
                    "What a classifier's training learnt is saved as a classifier, and this training"
                            + " was another: keep learnt().weights() with Safetensors.write(file, weights, Map.of())");
        }
        saver.accept(folder);
    }
}
