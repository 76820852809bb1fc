package io.ocelli.djl;

import ai.djl.engine.Engine;
import io.ocelli.Classifier;
import io.ocelli.error.EngineException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The engines of DJL that run Ocelli's classifiers. */
public enum DjlEngine {
    /** {@code ai.djl.onnxruntime:onnxruntime-engine}, from an ONNX file. */
    ONNXRUNTIME("OnnxRuntime", ".onnx") {
        @Override
        void export(Classifier classifier, Path file) {
            classifier.exportOnnx(file);
        }
    },
    /** {@code ai.djl.pytorch:pytorch-engine}, from a TorchScript file. */
    PYTORCH("PyTorch", ".pt") {
        @Override
        void export(Classifier classifier, Path file) {
            classifier.exportTorchScript(file);
        }
    };

    private static final String OPT_OUT = "OPT_OUT_TRACKING";

    private final String djlName;
    private final String suffix;

    DjlEngine(String djlName, String suffix) {
        this.djlName = djlName;
        this.suffix = suffix;
    }

    /** What DJL calls it. */
    public String djlName() {
        return djlName;
    }

    String suffix() {
        return suffix;
    }

    abstract void export(Classifier classifier, Path file);

    /**
     * The engine that DJL calls so, in any case.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static DjlEngine named(String djlName) {
        for (DjlEngine engine : values()) {
            if (engine.djlName.equalsIgnoreCase(djlName)) {
                return engine;
            }
        }
        throw new IllegalArgumentException("An engine of DJL that runs a classifier is one of "
                + Arrays.toString(
                        Arrays.stream(values()).map(DjlEngine::djlName).toArray()) + ", received '" + djlName
                + "'");
    }

    /** That of the folder's file {@code FOLDER.onnx} or {@code FOLDER.pt}; null where {@code serving.properties} tells. */
    static @Nullable DjlEngine of(Path folder) {
        if (!Files.exists(folder.resolve(DjlFolder.PROPERTIES))) {
            for (DjlEngine engine : values()) {
                if (Files.exists(folder.resolve(folder.getFileName() + engine.suffix))) {
                    return engine;
                }
            }
        }
        return null;
    }

    /**
     * The first of them that is on the class path.
     *
     * @throws EngineException if none is
     */
    static DjlEngine present() {
        for (DjlEngine engine : values()) {
            if (Engine.hasEngine(engine.djlName)) {
                return engine;
            }
        }
        throw new EngineException("DJL runs a classifier on its engine OnnxRuntime or PyTorch, and there are "
                + new TreeSet<>(Engine.getAllEngines())
                + ". Add the dependency ai.djl.onnxruntime:onnxruntime-engine or ai.djl.pytorch:pytorch-engine.");
    }

    /**
     * Starts it. ONNX Runtime has one environment a process, and DJL's engine wants to make it itself, while Ocelli's takes
     * whichever there is. Where the application has not said so, DJL is told to call nobody.
     *
     * @throws EngineException if DJL cannot start it
     */
    void start() {
        if (System.getenv(OPT_OUT) == null && System.getProperty(OPT_OUT) == null) {
            System.setProperty(OPT_OUT, "true");
        }
        try {
            Engine.getEngine(djlName);
        } catch (ai.djl.engine.EngineException | IllegalStateException | IllegalArgumentException | LinkageError e) {
            throw new EngineException(
                    "DJL cannot start its engine " + djlName + ": " + e.getMessage()
                            + (this == ONNXRUNTIME
                                    ? ". Where ONNX Runtime ran in this process before, start DJL's engine first:"
                                            + " Engine.getEngine(\"OnnxRuntime\")."
                                    : ""),
                    e);
        }
    }
}
