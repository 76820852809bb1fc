package io.ocelli.pytorch;

import io.ocelli.engine.Device;
import io.ocelli.engine.Engine;
import io.ocelli.engine.Precision;
import io.ocelli.engine.Preset;
import io.ocelli.engine.Processor;
import io.ocelli.engine.Program;
import io.ocelli.engine.Runner;
import io.ocelli.engine.Trainer;
import io.ocelli.engine.TrainingProgram;
import io.ocelli.error.EngineException;
import io.ocelli.weights.Weights;
import org.jspecify.annotations.Nullable;

/**
 * LibTorch through DJL: trains and infers. Programs are compiled to TorchScript; a whole training step is one native call.
 *
 * <p>The first {@link #open} or {@link #train} loads the natives, and sets DJL's system properties {@code ai.djl.offline} and
 * {@code OPT_OUT_TRACKING} to true where the application has not set them.
 */
public final class PyTorchEngine implements Engine {
    @Override
    public String name() {
        return "pytorch";
    }

    @Override
    public int servingRank() {
        return 10;
    }

    @Override
    public int trainingRank() {
        return 20;
    }

    @Override
    public @Nullable String refuses(Device device) {
        String missing = LibTorch.missing();
        return missing == null ? Devices.refuses(device) : missing;
    }

    @Override
    public String version() {
        return LibTorch.version();
    }

    @Override
    public String describe() {
        return LibTorch.describe();
    }

    @Override
    public @Nullable String refuses(TrainingProgram program, Device device) {
        if (program.precision() == Precision.MIXED_FP16 && device.isCpu()) {
            return "MIXED_FP16 is for GPUs; a processor has MIXED, in bfloat16";
        }
        return refuses(device);
    }

    @Override
    public Runner open(Program program, Weights weights, Device device) {
        return PyTorchRunner.open(program, weights, device);
    }

    @Override
    public @Nullable String refuses(Precision precision) {
        return precision == Precision.MIXED_FP16 ? "it serves in float32 and, as MIXED, in bfloat16" : null;
    }

    @Override
    public Runner open(Program program, Weights weights, Device device, Preset preset, Precision precision) {
        if (precision == Precision.FP32) {
            return open(program, weights, device);
        }
        String refused = refuses(precision);
        if (refused == null && program.gradients() != null) {
            refused =
                    "it computes gradients in float32, or by a training's recipe, and " + precision + " was asked for";
        }
        if (refused == null && device.isCpu()) {
            refused = lacking(Processor.here());
        }
        if (refused != null) {
            throw new EngineException(refused);
        }
        return PyTorchRunner.mixed(program, weights, device);
    }

    /** What keeps bfloat16 from being worth it on a processor, in words, or null. */
    static @Nullable String lacking(Processor processor) {
        return processor.lacksBfloat16()
                ? "MIXED computes in bfloat16, and this processor (" + processor.name()
                        + ") has no instructions for it (avx512_bf16, amx_bf16, bf16): leave the precision out, or"
                        + " make the network's numbers whole by Quantization of ocelli-compression"
                : null;
    }

    @Override
    public Trainer train(TrainingProgram program, Weights weights, Weights state, Device device) {
        return new PyTorchTrainer(program, weights, state, device);
    }
}
