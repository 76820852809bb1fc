package io.ocelli.openvino;

import org.junit.jupiter.api.Assumptions;

/** OpenVINO where this machine has it; elsewhere the calling test is skipped, visibly. */
final class Installed {
    private Installed() {}

    static OpenVinoEngine engine() {
        String missing = OpenVinoFolder.here().missing();
        Assumptions.assumeTrue(missing == null, "skipped: " + missing);
        return new OpenVinoEngine();
    }
}
