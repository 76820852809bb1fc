package io.ocelli.onnxruntime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.google.common.collect.ImmutableMap;
import io.ocelli.engine.Device;
import io.ocelli.engine.Preset;
import io.ocelli.engine.Program;
import io.ocelli.error.EngineException;
import io.ocelli.services.Services;
import io.ocelli.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The door to the native library.
 *
 * <p>It uses ONNX Runtime's own Java API, not DJL's engine over it: that engine asks for the process's only
 * {@link OrtEnvironment} with a thread pool of its own, which ONNX Runtime refuses where the application has made one
 * before, so that it cannot start there (where it is wanted, {@link EnvironmentStart} lets it be first); DJL is not needed on
 * Android or beside a server that has its own sessions; and it would add a copy of each result. Here the environment is whichever
 * there is, sessions have their own threads, and nothing that all sessions share is changed.
 */
final class OnnxRuntime {
    /** Tensors of fewer bytes go inside the model, where shape inference sees them. */
    private static final int SMALL = 1024;

    private static final Logger LOG = LoggerFactory.getLogger(OnnxRuntime.class);

    private static boolean begun;

    private OnnxRuntime() {}

    static OrtEnvironment environment() {
        String missing = NativeLibrary.missing();
        if (missing != null) {
            throw new EngineException(missing);
        }
        try {
            NativeLibrary.unpack();
            begin();
            return OrtEnvironment.getEnvironment();
        } catch (IOException | LinkageError | RuntimeException e) {
            throw new EngineException(NativeLibrary.unloadable(e), e);
        }
    }

    /** Lets others make the environment, at the first call. */
    private static synchronized void begin() {
        if (!begun) {
            begun = true;
            for (EnvironmentStart start : Services.of(EnvironmentStart.class)) {
                try {
                    start.start();
                } catch (RuntimeException | LinkageError e) {
                    LOG.warn("ONNX Runtime's environment is made without {}: {}", start, e.toString());
                }
            }
        }
    }

    /** Opens a compiled program. */
    static OnnxSession open(Program program, OnnxModel model, Device device, Preset preset) {
        String subject = "the program";
        try {
            return new OnnxSession(subject, environment(), session(subject, model, device, preset), program);
        } catch (OrtException e) {
            throw refused(subject, e);
        }
    }

    /** Opens a compiled model; the tensors are handed over where they lie, so no file holds them and 2 GB are no limit. */
    static OrtSession session(String subject, OnnxModel model, Device device, Preset preset) {
        OrtEnvironment environment = environment();
        Map<String, ExternalData> elsewhere = new LinkedHashMap<>();
        model.tensors().toMap().forEach((name, tensor) -> {
            int size = tensor.bytes().remaining();
            if (size >= SMALL) {
                elsewhere.put(name, new ExternalData("memory", 0, size));
            }
        });
        byte[] proto = model.proto(elsewhere, ImmutableMap.of()).toByteArray();
        try (Natives natives = new Natives();
                OrtSession.SessionOptions options = options(device, preset)) {
            Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
            for (String name : elsewhere.keySet()) {
                Tensor tensor = model.tensors().get(name);
                tensors.put(name, natives.wrap(environment, tensor.type(), tensor.shape(), tensor.bytes()));
            }
            options.addExternalInitializers(ImmutableMap.copyOf(tensors));
            return environment.createSession(proto, options);
        } catch (OrtException e) {
            throw refused(subject, e);
        }
    }

    private static EngineException refused(String subject, OrtException e) {
        return new EngineException("ONNX Runtime refused " + subject + ": " + e.getMessage(), e);
    }

    /** Opens a model's file. */
    static OnnxSession open(Path file, Device device, Preset preset) {
        OrtEnvironment environment = environment();
        String subject = file.toString();
        try (OrtSession.SessionOptions options = options(device, preset)) {
            OnnxSession opened =
                    new OnnxSession(subject, environment, environment.createSession(file.toString(), options), null);
            try {
                OnnxFile.check(file, opened.metadata());
                return opened;
            } catch (EngineException e) {
                opened.close();
                throw e;
            }
        } catch (OrtException e) {
            throw new EngineException(
                    "An ONNX file holds a model that ONNX Runtime " + environment.getVersion() + " can run, received "
                            + subject + ": " + e.getMessage(),
                    e);
        }
    }

    private static OrtSession.SessionOptions options(Device device, Preset preset) throws OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        boolean whole = false;
        try {
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            options.setIntraOpNumThreads(
                    preset == Preset.LATENCY ? Runtime.getRuntime().availableProcessors() : 1);
            options.setInterOpNumThreads(1);
            if (preset == Preset.EDGE) {
                options.setCPUArenaAllocator(false);
                options.setMemoryPatternOptimization(false);
            }
            provider(options, device);
            whole = true;
            return options;
        } finally {
            if (!whole) {
                options.close();
            }
        }
    }

    /** What keeps it from a device, or null; for the CPU nothing is loaded. */
    static @Nullable String refuses(Device device) {
        if (device.isCpu() && !device.options().isEmpty()) {
            return "The device cpu takes no options, received '" + device + "'";
        }
        String missing = NativeLibrary.missing();
        if (missing != null || device.isCpu()) {
            return missing;
        }
        Provider wanted = Provider.of(device);
        if (wanted == null) {
            return "ONNX Runtime runs on " + Provider.names() + ", received '" + device
                    + "'; choose one of these or another engine";
        }
        String wrong = wanted.refuses(device);
        if (wrong != null) {
            return wrong;
        }
        try {
            environment();
        } catch (EngineException e) {
            return e.getMessage();
        }
        return OrtEnvironment.getAvailableProviders().contains(wanted.provider())
                ? null
                : "This build of ONNX Runtime runs on " + OrtEnvironment.getAvailableProviders() + ", and not on '"
                        + device + "'; " + wanted.wayOut();
    }

    private static void provider(OrtSession.SessionOptions options, Device device) {
        String refused = refuses(device);
        if (refused != null) {
            throw new EngineException(refused);
        }
        if (device.isCpu()) {
            return;
        }
        try {
            Objects.requireNonNull(Provider.of(device)).add(options, device);
        } catch (OrtException e) {
            throw new EngineException(
                    "The device '" + device
                            + "' needs its driver and libraries (of cuda CUDA 12 and cuDNN 9, of tensorrt also"
                            + " TensorRT, of openvino OpenVINO) on the library path, and to be there: Use another where it is not. ONNX Runtime says: "
                            + e.getMessage(),
                    e);
        }
    }
}
