package io.ocelli.openvino;

import io.ocelli.engine.Engine;
import io.ocelli.testing.EngineContract;

class OpenVinoContractTest implements EngineContract {
    @Override
    public Engine engine() {
        return Installed.engine();
    }

    @Override
    public boolean trains() {
        return false;
    }
}
