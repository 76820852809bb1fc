package io.ocelli.pytorch;

import ai.djl.engine.Engine;
import io.ocelli.engine.Device;
import io.ocelli.error.EngineException;

/** Devices by Ocelli's names as DJL's. */
final class Devices {
    private Devices() {}

    static ai.djl.Device of(Device device) {
        if (device.isCpu()) {
            return ai.djl.Device.cpu();
        }
        if (device.kind().equals("cuda")) {
            int there = Engine.getEngine("PyTorch").getGpuCount();
            if (device.index() < there) {
                return ai.djl.Device.gpu(device.index());
            }
            throw new EngineException(
                    "The device '" + device + "' is one of the machine's GPUs, and LibTorch sees " + there
                            + ". Use device(\"cpu\"), or add pytorch-native-cu128 in place of pytorch-native-cpu and NVIDIA's driver.");
        }
        throw new EngineException(
                "The PyTorch engine runs on cpu and cuda, received '" + device + "'. Use device(\"cpu\").");
    }
}
