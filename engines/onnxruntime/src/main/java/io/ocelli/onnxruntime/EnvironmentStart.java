package io.ocelli.onnxruntime;

/**
 * What has to happen before ONNX Runtime's environment, of which a process has one, is made by the engine: another library that
 * insists on making it gets to do so. Found by {@link java.util.ServiceLoader}.
 */
public interface EnvironmentStart {
    /** Called once, before the environment is first asked for; what it throws is logged, and the engine makes the environment. */
    void start();
}
