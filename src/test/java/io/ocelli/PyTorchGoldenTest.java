package io.ocelli;

import io.ocelli.engine.Engine;
import io.ocelli.pytorch.PyTorchEngine;
import io.ocelli.testing.GoldenModels;
import io.ocelli.testing.GoldenOptimizers;
import io.ocelli.testing.GoldenTrainings;
import io.ocelli.testing.ModelSteps;

class PyTorchGoldenTest implements GoldenModels, GoldenOptimizers, GoldenTrainings, ModelSteps {
    @Override
    public Engine engine() {
        return new PyTorchEngine();
    }
}
