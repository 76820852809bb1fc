package io.ocelli;

import io.ocelli.engine.Engine;
import io.ocelli.onnxruntime.OnnxRuntimeEngine;
import io.ocelli.testing.GoldenModels;
import io.ocelli.testing.GoldenOptimizers;
import io.ocelli.testing.GoldenTrainings;

class OnnxRuntimeGoldenTest implements GoldenModels, GoldenOptimizers, GoldenTrainings {
    @Override
    public Engine engine() {
        return new OnnxRuntimeEngine();
    }
}
