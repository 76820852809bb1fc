package io.ocelli.onnxruntime;

import io.ocelli.engine.Engine;
import io.ocelli.testing.EngineContract;

class OnnxRuntimeContractTest implements EngineContract {
    @Override
    public Engine engine() {
        return new OnnxRuntimeEngine();
    }
}
