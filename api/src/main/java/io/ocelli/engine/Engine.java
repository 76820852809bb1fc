package io.ocelli.engine;

import io.ocelli.error.EngineException;
import io.ocelli.weights.Weights;
import org.jspecify.annotations.Nullable;

/**
 * Runs programs. Found by {@link java.util.ServiceLoader}; making one costs nothing and loads no native library before
 * {@link #open} or {@link #train} needs it. Thread-safe.
 */
public interface Engine {
    /** {@code pytorch}, {@code onnxruntime}, {@code openvino}. */
    String name();

    /** Programs to be run go to the engine of the highest number among those that take them. */
    int servingRank();

    /** As {@link #servingRank()}, of programs in this arithmetic. */
    default int servingRank(Precision precision) {
        return servingRank();
    }

    /** Training steps go to the engine of the highest number among those that take them, but for {@link Placement#LIGHT} ones. */
    default int trainingRank() {
        return 0;
    }

    /** Whether {@link Preset}s differ on it. */
    default boolean presets() {
        return false;
    }

    /**
     * What keeps it from running on this device here, in words, with the way out ({@code this build runs on [CPU]...}); null
     * where nothing is known to. For the CPU it loads nothing.
     */
    @Nullable
    String refuses(Device device);

    /** What keeps it from running this program on this device, as {@link #refuses(Device)}. */
    default @Nullable String refuses(Program program, Device device) {
        return refuses(device);
    }

    /**
     * What keeps it from this training step on this device, in words; null where it can do it. For the CPU it loads nothing. An
     * engine that leaves this as it is serves alone.
     */
    default @Nullable String refuses(TrainingProgram program, Device device) {
        return "it serves and does not train";
    }

    /**
     * What keeps it from running programs in this arithmetic, in words; null where nothing is known to. It loads nothing: whether
     * the processor has what it takes, {@link #open(Program, Weights, Device, Preset, Precision)} finds out.
     */
    default @Nullable String refuses(Precision precision) {
        return precision == Precision.FP32 ? null : "it serves in float32, and " + precision + " was asked for";
    }

    /**
     * Which version of what stands behind it, as far as can be told without loading it: what was measured of one does not hold for
     * another. Empty where it is not known.
     */
    default String version() {
        return "";
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
     * As {@link #open(Program, Weights, Device, Preset)}, in this arithmetic. What goes in and comes out is what it is in float32.
     *
     * @throws io.ocelli.error.EngineException also if the engine {@linkplain #refuses(Precision) refuses} the arithmetic, or the
     *     processor has no instructions for it
     */
    default Runner open(Program program, Weights weights, Device device, Preset preset, Precision precision) {
        String refused = refuses(precision);
        if (refused != null) {
            throw new EngineException("The engine '" + name() + "' does not run this: " + refused
                    + ". Name another engine, or leave the precision out.");
        }
        return open(program, weights, device, preset);
    }

    /**
     * Makes a training step ready to run.
     *
     * @param state what an earlier {@link Trainer#state()} gave, or empty for a fresh optimiser
     * @throws io.ocelli.error.EngineException if the engine {@linkplain #refuses(TrainingProgram, Device) refuses} the step, its
     *     natives are missing, or the program cannot be compiled
     */
    default Trainer train(TrainingProgram program, Weights weights, Weights state, Device device) {
        throw new EngineException("The engine '" + name() + "' does not train this: " + refuses(program, device)
                + ". Leave the engine open, or name 'pytorch', or 'onnxruntime' for the head of a frozen network");
    }
}
