package io.ocelli.engine;

import io.ocelli.weights.Weights;
import org.jspecify.annotations.Nullable;

/**
 * Runs programs. Found by {@link java.util.ServiceLoader}; making one costs nothing and loads no native library before
 * {@link #open} or {@link #train} needs it. Thread-safe.
 */
public interface Engine {
    /** {@code pytorch}, {@code onnxruntime}. */
    String name();

    /** What it can do where it runs now. */
    Capabilities capabilities();

    /** What is missing for it to run here, and how to bring it; null where it can run. Loads nothing. */
    default @Nullable String missing() {
        return null;
    }

    /** What stands behind it, for {@code Ocelli.doctor()}: versions, natives, threads; or what is missing and how to add it. */
    String describe();

    /**
     * Does ahead, on the calling thread, what the first {@link #open} would have to do: loads natives and code. It is called
     * while weights are read; a failure is ignored there, and told by {@link #open}.
     */
    default void prepare() {}

    /**
     * Makes a program ready to run.
     *
     * @throws io.ocelli.error.EngineException if the engine's natives are missing or the program cannot be compiled
     */
    Runner open(Program program, Weights weights, Device device);

    /**
     * As {@link #open(Program, Weights, Device)}, made for few calls or for many; an engine that knows no difference ignores
     * it.
     */
    default Runner open(Program program, Weights weights, Device device, Preset preset) {
        return open(program, weights, device);
    }

    /**
     * What keeps it from this training step, in words ({@code it does not train}); null where it can do it. Loads nothing.
     */
    @Nullable
    String refuses(TrainingProgram program);

    /**
     * Makes a training step ready to run.
     *
     * @param state what an earlier {@link Trainer#state()} gave, or empty for a fresh optimiser
     * @throws io.ocelli.error.EngineException if the engine {@linkplain #refuses refuses} the step, its natives are missing, or
     *     the program cannot be compiled
     */
    Trainer train(TrainingProgram program, Weights weights, Weights state, Device device);
}
