package io.ocelli.engine;

/**
 * What an engine can do.
 *
 * @param trains whether {@link Engine#train} works
 * @param speed engines that serve are tried in falling order of this number
 * @param presets whether {@link Preset}s differ on it
 */
public record Capabilities(boolean trains, int speed, boolean presets) {
    /** Of an engine on which presets do not differ. */
    public Capabilities(boolean trains, int speed) {
        this(trains, speed, false);
    }
}
