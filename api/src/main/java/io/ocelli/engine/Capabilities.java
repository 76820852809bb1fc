package io.ocelli.engine;

/**
 * What an engine can do.
 *
 * @param trains whether {@link Engine#train} works
 * @param speed engines that serve are tried in falling order of this number
 */
public record Capabilities(boolean trains, int speed) {}
