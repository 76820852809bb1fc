package io.ocelli.pytorch;

import io.ocelli.engine.Engine;
import io.ocelli.testing.EngineContract;

class PyTorchContractTest implements EngineContract {
    @Override
    public Engine engine() {
        return new PyTorchEngine();
    }
}
