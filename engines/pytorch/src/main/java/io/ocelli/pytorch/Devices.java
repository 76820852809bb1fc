package io.ocelli.pytorch;

import ai.djl.engine.Engine;
import io.ocelli.engine.Device;
import io.ocelli.error.EngineException;
import org.jspecify.annotations.Nullable;

/** Devices by Ocelli's names as DJL's. */
final class Devices {
    private Devices() {}

    /**
     * DJL's device.
     *
     * @throws EngineException saying what {@link #refuses}
     */
    static ai.djl.Device of(Device device) {
        String refused = refuses(device);
        if (refused != null) {
            throw new EngineException(refused);
        }
        return device.isCpu() ? ai.djl.Device.cpu() : ai.djl.Device.gpu(device.index());
    }

    /** What keeps LibTorch from a device, or null; for the CPU nothing is loaded. */
    static @Nullable String refuses(Device device) {
        if (!device.options().isEmpty()) {
            return "The PyTorch engine takes a device without options, received '" + device + "'. Use device(\"cpu\").";
        }
        if (device.isCpu()) {
            return null;
        }
        if (!device.kind().equals("cuda")) {
            return "The PyTorch engine runs on cpu and cuda, received '" + device + "'. Use device(\"cpu\").";
        }
        int there;
        try {
            LibTorch.load();
            there = Engine.getEngine("PyTorch").getGpuCount();
        } catch (EngineException e) {
            return e.getMessage();
        }
        return device.index() < there
                ? null
                : "The device '" + device + "' is one of the machine's GPUs, and LibTorch sees " + there
                        + ". Use device(\"cpu\"), or add pytorch-native-cu128 in place of pytorch-native-cpu and NVIDIA's driver.";
    }
}
