package io.ocelli;

import io.ocelli.engine.Device;
import io.ocelli.engine.Preset;
import org.jspecify.annotations.Nullable;

/**
 * Where a network runs.
 *
 * @param engine an engine's name, or null for the fastest
 */
record Where(@Nullable String engine, Device device, Preset preset) {
    static final Where ANYWHERE = new Where(null, Device.CPU, Preset.LATENCY);
}
