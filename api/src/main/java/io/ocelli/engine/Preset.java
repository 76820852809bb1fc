package io.ocelli.engine;

/** What a runner is made for. The processors are those that the JVM may use ({@code availableProcessors()}). */
public enum Preset {
    /** One call at a time takes as little time as can be: all processors work on it. */
    LATENCY,
    /**
     * Many calls at a time: each runs on its caller's thread alone, and nothing waits for another. Call from as many threads
     * as there are processors.
     */
    THROUGHPUT,
    /**
     * Little memory, on a small device: calls run on their callers' threads as for {@link #THROUGHPUT}, and ONNX Runtime
     * takes the memory of a call from the system and gives it back after it, in the place of an arena that keeps the most
     * that any call needed. Lists and streams use the same session. What is resident after single predictions is as much as
     * with the others; after a list it is less: for EfficientNet-Lite0 on one core 236 MB, where {@link #THROUGHPUT} keeps
     * 262 and {@link #LATENCY}, with its second session, 333 (all of the JVM; {@code benchmarks/run edge}). The file and the
     * code are the same on Linux on aarch64 as on x86-64: the artifacts of ONNX Runtime hold the natives of both, which a
     * test looks up; what runs on aarch64 was not measured. PyTorch makes no difference.
     */
    EDGE
}
