package io.ocelli.serving;

import io.ocelli.engine.Device;
import io.ocelli.engine.Preset;
import org.jspecify.annotations.Nullable;

/**
 * Where and for what a network runs.
 *
 * @param engine an engine's name, or null for the fastest
 * @param preset whether for few calls or for many
 */
public record ServingTarget(@Nullable String engine, Device device, Preset preset) {
    /** The fastest engine on the processor, for few calls. */
    public static final ServingTarget DEFAULT = new ServingTarget(null, Device.CPU, Preset.LATENCY);

    /** On an engine by name, or null for the fastest. */
    public ServingTarget withEngine(@Nullable String name) {
        return new ServingTarget(name, device, preset);
    }

    /** On a device. */
    public ServingTarget withDevice(Device other) {
        return new ServingTarget(engine, other, preset);
    }

    /** For few calls or for many. */
    public ServingTarget withPreset(Preset other) {
        return new ServingTarget(engine, device, other);
    }
}
