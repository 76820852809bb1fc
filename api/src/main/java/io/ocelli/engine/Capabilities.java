package io.ocelli.engine;

/**
 * What an engine can do.
 *
 * @param serving engines that serve are tried in falling order of this number
 * @param training engines that train are tried in falling order of this number
 * @param presets whether {@link Preset}s differ on it
 */
public record Capabilities(int serving, int training, boolean presets) {}
