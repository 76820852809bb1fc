package io.ocelli.serving;

import io.ocelli.engine.Device;
import io.ocelli.engine.Engine;
import io.ocelli.engine.MeasuredPlacement;
import io.ocelli.engine.Placed;
import io.ocelli.engine.Placement;
import io.ocelli.engine.Precision;
import io.ocelli.engine.Preset;
import io.ocelli.engine.Program;
import io.ocelli.files.CacheFolder;
import io.ocelli.weights.Weights;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where, for what and in which arithmetic a network runs.
 *
 * @param engine an engine's name, {@link Placement#MEASURED}, or null for the fastest
 * @param preset whether for few calls or for many
 * @param precision the arithmetic; null for float32, or what was measured to be the fastest
 * @param batching how pictures that are asked about singly are put together, or null where each runs by itself
 * @param kept the folder that keeps what was measured, or null for one in the cache
 */
public record ServingTarget(
        @Nullable String engine,
        Device device,
        Preset preset,
        @Nullable Precision precision,
        @Nullable Batching batching,
        @Nullable Path kept) {
    /** The fastest engine on the processor, for few calls, in float32. */
    public static final ServingTarget DEFAULT = new ServingTarget(null, Device.CPU, Preset.LATENCY, null, null, null);

    /** On an engine by name, or null for the fastest. */
    public ServingTarget withEngine(@Nullable String name) {
        return new ServingTarget(name, device, preset, precision, batching, kept);
    }

    /** On a device. */
    public ServingTarget withDevice(Device other) {
        return new ServingTarget(engine, other, preset, precision, batching, kept);
    }

    /** For few calls or for many. */
    public ServingTarget withPreset(Preset other) {
        return new ServingTarget(engine, device, other, precision, batching, kept);
    }

    /** In this arithmetic. */
    public ServingTarget withPrecision(Precision other) {
        return new ServingTarget(engine, device, preset, other, batching, kept);
    }

    /** With pictures that are asked about singly put together for the network. */
    public ServingTarget withBatching(@Nullable Batching other) {
        return new ServingTarget(engine, device, preset, precision, other, kept);
    }

    /** With what was measured kept in this folder. */
    public ServingTarget withKept(Path folder) {
        return new ServingTarget(engine, device, preset, precision, batching, folder);
    }

    /** Whether the engine is found by measuring. */
    boolean isMeasured() {
        return Placement.MEASURED.equals(engine);
    }

    /**
     * What a program runs on.
     *
     * @throws io.ocelli.error.EngineException if there is none that can
     */
    Placed place(Program program, Weights weights) {
        if (isMeasured()) {
            Path folder = kept == null ? CacheFolder.path().resolve("measured") : kept;
            return MeasuredPlacement.keptIn(folder).place(program, weights, device, preset, precision);
        }
        return new Placed(
                first(), arithmetic(), engine == null ? "the first of those here that take it" : "it was named");
    }

    /** The engine that it is where none is measured. */
    Engine first() {
        return Placement.forInference(engine, device, arithmetic());
    }

    private Precision arithmetic() {
        return precision == null ? Precision.FP32 : precision;
    }

    /** How many runs go side by side: one that has all processors, or one on each. */
    int sideBySide() {
        return preset == Preset.LATENCY ? 1 : Runtime.getRuntime().availableProcessors();
    }
}
