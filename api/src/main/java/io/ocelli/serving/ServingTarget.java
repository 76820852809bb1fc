package io.ocelli.serving;

import io.ocelli.engine.Device;
import io.ocelli.engine.Precision;
import io.ocelli.engine.Preset;
import org.jspecify.annotations.Nullable;

/**
 * Where, for what and in which arithmetic a network runs.
 *
 * @param engine an engine's name, or null for the fastest
 * @param preset whether for few calls or for many
 * @param precision the arithmetic
 */
public record ServingTarget(@Nullable String engine, Device device, Preset preset, Precision precision) {
    /** The fastest engine on the processor, for few calls, in float32. */
    public static final ServingTarget DEFAULT = new ServingTarget(null, Device.CPU, Preset.LATENCY, Precision.FP32);

    /** On an engine by name, or null for the fastest. */
    public ServingTarget withEngine(@Nullable String name) {
        return new ServingTarget(name, device, preset, precision);
    }

    /** On a device. */
    public ServingTarget withDevice(Device other) {
        return new ServingTarget(engine, other, preset, precision);
    }

    /** For few calls or for many. */
    public ServingTarget withPreset(Preset other) {
        return new ServingTarget(engine, device, other, precision);
    }

    /** In this arithmetic. */
    public ServingTarget withPrecision(Precision other) {
        return new ServingTarget(engine, device, preset, other);
    }
}
