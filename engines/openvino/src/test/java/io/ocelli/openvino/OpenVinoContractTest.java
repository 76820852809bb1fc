package io.ocelli.openvino;

import io.ocelli.engine.Engine;
import io.ocelli.testing.EngineContract;
import org.junit.jupiter.api.BeforeAll;

class OpenVinoContractTest implements EngineContract {
    /** Before tests that would take the skipping for what they expect to be thrown. */
    @BeforeAll
    static void whereItIsInstalled() {
        Installed.engine();
    }

    @Override
    public Engine engine() {
        return Installed.engine();
    }

    @Override
    public boolean trains() {
        return false;
    }
}
