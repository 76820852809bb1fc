package io.ocelli.djl;

import io.ocelli.engine.Engine;
import io.ocelli.testing.EngineContract;

class DjlOnnxRuntimeContractTest implements EngineContract {
    @Override
    public Engine engine() {
        return new DjlOnnxRuntimeEngine();
    }

    @Override
    public boolean trains() {
        return false;
    }
}
