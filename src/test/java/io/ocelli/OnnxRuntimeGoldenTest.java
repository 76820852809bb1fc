package io.ocelli;

import io.ocelli.engine.Engine;
import io.ocelli.onnxruntime.OnnxRuntimeEngine;
import io.ocelli.testing.GoldenModels;

class OnnxRuntimeGoldenTest implements GoldenModels {
    @Override
    public Engine engine() {
        return new OnnxRuntimeEngine();
    }
}
