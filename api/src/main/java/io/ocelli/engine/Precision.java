package io.ocelli.engine;

/** The arithmetic of a training step. */
public enum Precision {
    /** float32 throughout. */
    FP32,
    /**
     * Convolutions, linear layers and matrix products in bfloat16, everything else, the weights and their updates in float32,
     * after PyTorch's autocast. Pays where the processor has bfloat16 instructions (avx512_bf16, amx_bf16).
     */
    MIXED
}
