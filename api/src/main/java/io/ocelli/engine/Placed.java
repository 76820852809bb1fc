package io.ocelli.engine;

/**
 * What a program runs on.
 *
 * @param engine the engine
 * @param precision the arithmetic
 * @param reason why these, for people to read: what was asked for, or what was measured
 */
public record Placed(Engine engine, Precision precision, String reason) {
    /** {@code pytorch in MIXED: it was named}. */
    @Override
    public String toString() {
        return engine.name() + " in " + precision + ": " + reason;
    }
}
