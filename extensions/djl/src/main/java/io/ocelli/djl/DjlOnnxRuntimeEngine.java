package io.ocelli.djl;

import ai.djl.engine.Engine;
import io.ocelli.engine.Device;
import io.ocelli.engine.Preset;
import io.ocelli.engine.Program;
import io.ocelli.engine.ProgramFormat;
import io.ocelli.engine.Runner;
import io.ocelli.error.EngineException;
import io.ocelli.graph.Input;
import io.ocelli.graph.Node;
import io.ocelli.onnxruntime.OnnxFormat;
import io.ocelli.services.Services;
import io.ocelli.weights.Weights;
import org.jspecify.annotations.Nullable;

/**
 * ONNX Runtime through DJL's engine {@code OnnxRuntime}, on the processor and for inference alone: for applications whose sessions
 * all belong to DJL, with its settings and its environment. {@code engine("djl-onnxruntime")} asks for it; it is never chosen where
 * another will do, for the library's own {@code onnxruntime} does the same without DJL and its copies.
 *
 * <p>Programs are compiled by {@code ocelli-onnxruntime} and reach DJL by a file, which is deleted when it is read. Not for
 * Android.
 */
public final class DjlOnnxRuntimeEngine implements io.ocelli.engine.Engine {
    static final String NAME = "djl-onnxruntime";

    /** For {@link java.util.ServiceLoader}. */
    public DjlOnnxRuntimeEngine() {}

    @Override
    public String name() {
        return NAME;
    }

    /** Below all others. */
    @Override
    public int servingRank() {
        return -1;
    }

    @Override
    public boolean presets() {
        return true;
    }

    @Override
    public @Nullable String refuses(Device device) {
        if (!device.isCpu()) {
            return "DJL's ONNX Runtime is used on the processor, received '" + device
                    + "'; choose cpu, or another engine";
        }
        if (!device.options().isEmpty()) {
            return "The device cpu takes no options, received '" + device + "'";
        }
        return missing();
    }

    private static @Nullable String missing() {
        if (!Engine.hasEngine(DjlEngine.ONNXRUNTIME.djlName())) {
            return "DJL's engine OnnxRuntime is not on the class path: add ai.djl.onnxruntime:onnxruntime-engine";
        }
        for (ProgramFormat format : Services.of(ProgramFormat.class)) {
            if (format.name().equals("onnx")) {
                return null;
            }
        }
        return "The compiler to ONNX is not on the class path: add io.ocelli:ocelli-onnxruntime";
    }

    /** Also whether an operation has no counterpart in ONNX, a gradient that is asked for no rule, or an input no type in DJL. */
    @Override
    public @Nullable String refuses(Program program, Device device) {
        String refused = refuses(device);
        if (refused != null) {
            return refused;
        }
        for (Node input : program.graph().inputs()) {
            if (input.operation() instanceof Input && !DjlTensors.has(((Input) input.operation()).type())) {
                return "DJL has no arrays of the type of the input '" + input.name() + "', "
                        + ((Input) input.operation()).type();
            }
        }
        return new OnnxFormat().refuses(program);
    }

    @Override
    public String describe() {
        String missing = missing();
        if (missing != null) {
            return missing;
        }
        try {
            DjlEngine.ONNXRUNTIME.start();
        } catch (EngineException e) {
            return String.valueOf(e.getMessage());
        }
        return "ONNX Runtime "
                + Engine.getEngine(DjlEngine.ONNXRUNTIME.djlName()).getVersion() + " by DJL " + Engine.getDjlVersion()
                + ", " + Runtime.getRuntime().availableProcessors() + " threads";
    }

    @Override
    public void prepare() {
        DjlEngine.ONNXRUNTIME.start();
    }

    /** As {@link io.ocelli.engine.Engine#open(Program, Weights, Device)}, for {@link Preset#LATENCY}. */
    @Override
    public Runner open(Program program, Weights weights, Device device) {
        return open(program, weights, device, Preset.LATENCY);
    }

    @Override
    public Runner open(Program program, Weights weights, Device device, Preset preset) {
        String refused = refuses(device);
        if (refused != null) {
            throw new EngineException(refused);
        }
        DjlEngine.ONNXRUNTIME.start();
        return DjlProgram.open(program, weights, preset);
    }
}
