package io.ocelli.pytorch;

import io.ocelli.engine.Engine;
import io.ocelli.testing.EngineContract;
import java.util.Set;

class PyTorchContractTest implements EngineContract {
    @Override
    public Engine engine() {
        return new PyTorchEngine();
    }

    @Override
    public Set<String> trains() {
        return Set.of("Nothing");
    }
}
