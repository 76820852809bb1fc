package io.ocelli.engine;

/** The arithmetic of a training step, or of serving. */
public enum Precision {
    /** float32 throughout. */
    FP32,
    /**
     * Convolutions, linear layers and matrix products in bfloat16, everything else, the weights and their updates in float32,
     * after PyTorch's autocast, but for depthwise convolutions on a CPU, which are faster in float32; in serving, the engine
     * chooses what else. Pays where the processor has bfloat16 instructions (avx512_bf16, amx_bf16).
     */
    MIXED,
    /**
     * As {@link #MIXED} in float16, for GPUs without bfloat16: the loss is multiplied by a scale before its gradients are taken,
     * and they are divided by it. The scale begins at 65,536, is halved where a gradient overflows, which leaves that update out,
     * and doubled after 2,000 updates without (Micikevicius et al. 2018, PyTorch's {@code GradScaler}).
     */
    MIXED_FP16
}
