package io.ocelli.openvino;

import io.ocelli.engine.Device;
import io.ocelli.engine.Engine;
import io.ocelli.engine.Precision;
import io.ocelli.engine.Preset;
import io.ocelli.engine.Program;
import io.ocelli.engine.Runner;
import io.ocelli.error.EngineException;
import io.ocelli.onnxruntime.OnnxFormat;
import io.ocelli.weights.Weights;
import org.jspecify.annotations.Nullable;

/**
 * OpenVINO on the processor, for inference alone: programs are compiled to ONNX in memory and read from there. Networks in whole
 * numbers ({@code Quantization}) run by its integer kernels, {@link Precision#MIXED} in bfloat16 where the processor has it.
 *
 * <p>No artifact holds its natives: it is taken where the machine has it. {@code -Docelli.openvino=FOLDER}, or the environment's
 * {@code OCELLI_OPENVINO}, names the folder of its libraries, or the file {@code libopenvino_c}. Without these it is looked for
 * beside {@code INTEL_OPENVINO_DIR}, in the Python of {@code VIRTUAL_ENV} or {@code CONDA_PREFIX}, on {@code java.library.path},
 * below {@code /opt/intel} and among the system's libraries. The first {@link #open} loads it, for the life of the process. Tested
 * with 2026.4 on Linux on x86-64.
 *
 * <p>It is the last that is chosen without being named, but for {@link Precision#MIXED}, where it is the first
 * ({@code benchmarks/run precision}). Not for Android.
 */
public final class OpenVinoEngine implements Engine {
    static final String NAME = "openvino";
    /** Over that of the PyTorch engine, which has bfloat16, too, and takes half as long again for it. */
    private static final int FIRST = 30;

    /** For {@link java.util.ServiceLoader}. */
    public OpenVinoEngine() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int servingRank() {
        return 0;
    }

    @Override
    public int servingRank(Precision precision) {
        return precision == Precision.MIXED ? FIRST : servingRank();
    }

    @Override
    public boolean presets() {
        return true;
    }

    @Override
    public @Nullable String refuses(Device device) {
        if (!device.isCpu()) {
            return "OpenVINO is used on the processor, received '" + device + "'; choose cpu, or another engine";
        }
        if (!device.options().isEmpty()) {
            return "The device cpu takes no options, received '" + device + "'";
        }
        return OpenVinoFolder.here().missing();
    }

    /**
     * Also whether an operation has no counterpart in ONNX, or gradients are asked for: OpenVINO 2026.4 multiplies wrongly by a
     * square weight that one program needs transposed, too, as those of linear layers do.
     */
    @Override
    public @Nullable String refuses(Program program, Device device) {
        if (program.gradients() != null) {
            return "it computes no gradients";
        }
        String refused = new OnnxFormat().refuses(program);
        return refused == null ? refuses(device) : refused;
    }

    @Override
    public @Nullable String refuses(Precision precision) {
        return precision == Precision.MIXED_FP16 ? "MIXED_FP16 is for GPUs; a processor has MIXED, in bfloat16" : null;
    }

    /** The file of the library, behind links: it carries the version. */
    @Override
    public String version() {
        return OpenVinoFolder.here().version();
    }

    @Override
    public String describe() {
        String missing = OpenVinoFolder.here().missing();
        if (missing != null) {
            return missing;
        }
        try {
            return OpenVino.load() + ", " + Runtime.getRuntime().availableProcessors() + " threads";
        } catch (EngineException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Override
    public void prepare() {
        OpenVino.load();
    }

    /** As {@link Engine#open(Program, Weights, Device)}, for {@link Preset#LATENCY}. */
    @Override
    public Runner open(Program program, Weights weights, Device device) {
        return open(program, weights, device, Preset.LATENCY);
    }

    @Override
    public Runner open(Program program, Weights weights, Device device, Preset preset) {
        return open(program, weights, device, preset, Precision.FP32);
    }

    @Override
    public Runner open(Program program, Weights weights, Device device, Preset preset, Precision precision) {
        String refused = refuses(program, device);
        if (refused == null) {
            refused = refuses(precision);
        }
        if (refused != null) {
            throw new EngineException(refused);
        }
        OpenVino openVino = OpenVino.load();
        if (precision == Precision.MIXED && !openVino.capabilities().contains("BF16")) {
            throw new EngineException(
                    "MIXED computes in bfloat16, and this processor has no instructions for it (OpenVINO"
                            + " tells " + openVino.capabilities()
                            + "): leave the precision out, or make the network's numbers"
                            + " whole by Quantization of ocelli-compression");
        }
        return OpenVinoRunner.open(
                openVino,
                program,
                weights,
                preset,
                CompileOptions.of(preset, precision, Runtime.getRuntime().availableProcessors()));
    }
}
