package io.ocelli.djl;

import ai.djl.engine.Engine;
import io.ocelli.onnxruntime.EnvironmentStart;

/**
 * Lets DJL's ONNX Runtime engine, where it is on the class path, make the environment before Ocelli's takes it: in the other
 * order it could not start. Found by Ocelli's engine.
 */
public final class DjlFirst implements EnvironmentStart {
    /** For {@link java.util.ServiceLoader}. */
    public DjlFirst() {}

    @Override
    public void start() {
        if (Engine.hasEngine(DjlEngine.ONNXRUNTIME.djlName())) {
            DjlEngine.ONNXRUNTIME.start();
        }
    }
}
