package io.ocelli.onnxruntime;

import io.ocelli.engine.Engine;
import io.ocelli.testing.EngineContract;
import java.util.Set;

class OnnxRuntimeContractTest implements EngineContract {
    @Override
    public Engine engine() {
        return new OnnxRuntimeEngine();
    }

    @Override
    public Set<String> trains() {
        return Set.of("Nothing");
    }
}
