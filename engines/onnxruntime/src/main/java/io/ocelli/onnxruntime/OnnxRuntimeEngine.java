package io.ocelli.onnxruntime;

import ai.onnxruntime.OrtEnvironment;
import io.ocelli.engine.Device;
import io.ocelli.engine.Engine;
import io.ocelli.engine.Precision;
import io.ocelli.engine.Preset;
import io.ocelli.engine.Program;
import io.ocelli.engine.Runner;
import io.ocelli.engine.Trainer;
import io.ocelli.engine.TrainingProgram;
import io.ocelli.error.EngineException;
import io.ocelli.graph.BatchNorm2d;
import io.ocelli.graph.Differentiation;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Node;
import io.ocelli.weights.Weights;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * ONNX Runtime: programs are compiled to ONNX with their batch norms folded. It trains linear layers behind what is frozen, in
 * float32, so that a head needs no other engine; other layers it refuses.
 *
 * <p>The process has one {@link OrtEnvironment}. An application that wants to configure it makes it before the first
 * {@link #open}; the engine takes what there is. Runners have threads of their own.
 */
public final class OnnxRuntimeEngine implements Engine {
    static final String NAME = "onnxruntime";

    /** For {@link java.util.ServiceLoader}. */
    public OnnxRuntimeEngine() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int servingRank() {
        return 20;
    }

    @Override
    public int trainingRank() {
        return 10;
    }

    @Override
    public boolean presets() {
        return true;
    }

    @Override
    public @Nullable String refuses(Device device) {
        return OnnxRuntime.refuses(device);
    }

    /** Also whether an operation has no counterpart in ONNX, or a gradient that is asked for no rule. */
    @Override
    public @Nullable String refuses(Program program, Device device) {
        String refused = new OnnxFormat().refuses(program);
        return refused == null ? refuses(device) : refused;
    }

    /** Also whether something learns that its gradients do not reach. */
    @Override
    public @Nullable String refuses(TrainingProgram program, Device device) {
        String refused = refuses(program);
        return refused == null ? refuses(device) : refused;
    }

    private static @Nullable String refuses(TrainingProgram program) {
        if (program.precision() != Precision.FP32) {
            return "it trains in float32, and this recipe asks for " + program.precision();
        }
        if (program.recomputes()) {
            return "it keeps all activations, and this recipe asks for gradientCheckpointing";
        }
        List<String> learning = new ArrayList<>();
        program.learning().forEach(parameter -> learning.add(parameter.name()));
        Set<String> batchStatistics = new LinkedHashSet<>();
        for (Node node : program.graph().nodes()) {
            if (node.operation() instanceof BatchNorm2d && !program.frozen().contains(node.name())) {
                batchStatistics.add(node.name());
            }
        }
        if (!batchStatistics.isEmpty()) {
            return "it trains heads on what is frozen, and the batch norm '"
                    + batchStatistics.iterator().next() + "' is not";
        }
        Graph graph = program.graph();
        String refused = Differentiation.refuses(
                graph, graph.output(TrainingProgram.LOSS), learning, program.shapes(2), batchStatistics);
        return refused == null ? null : "it trains heads on what is frozen, and " + refused;
    }

    @Override
    public String version() {
        return NativeLibrary.version();
    }

    @Override
    public String describe() {
        String missing = NativeLibrary.missing();
        if (missing != null) {
            return missing;
        }
        try {
            return "ONNX Runtime " + OnnxRuntime.environment().getVersion() + " on "
                    + OrtEnvironment.getAvailableProviders() + ", "
                    + Runtime.getRuntime().availableProcessors() + " threads";
        } catch (EngineException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Override
    public void prepare() {
        OnnxRuntime.environment();
        OnnxModel.prepare();
    }

    /** As {@link Engine#open(Program, Weights, Device)}, for {@link Preset#LATENCY}. */
    @Override
    public Runner open(Program program, Weights weights, Device device) {
        return open(program, weights, device, Preset.LATENCY);
    }

    @Override
    public Runner open(Program program, Weights weights, Device device, Preset preset) {
        return OnnxRuntime.open(program, OnnxModel.compile(program, weights), device, preset);
    }

    @Override
    public Trainer train(TrainingProgram program, Weights weights, Weights state, Device device) {
        String refusal = refuses(program);
        if (refusal != null) {
            throw new EngineException("ONNX Runtime does not train this: " + refusal + "; the PyTorch engine does. Add"
                    + " io.ocelli:ocelli-pytorch and, for this platform (" + NativeLibrary.platform()
                    + "), ai.djl.pytorch:pytorch-native-cpu with its classifier, as the README lists");
        }
        return new OnnxTrainer(program, weights, state, device);
    }
}
