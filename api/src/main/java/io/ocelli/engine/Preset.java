package io.ocelli.engine;

/** What a runner is made for. The processors are those that the JVM may use ({@code availableProcessors()}). */
public enum Preset {
    /** One call at a time takes as little time as can be: all processors work on it. */
    LATENCY,
    /**
     * Many calls at a time: each runs on its caller's thread alone, and nothing waits for another. Call from as many threads
     * as there are processors.
     */
    THROUGHPUT
}
