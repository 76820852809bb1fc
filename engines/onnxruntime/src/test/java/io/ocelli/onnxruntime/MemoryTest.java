package io.ocelli.onnxruntime;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocelli.engine.Device;
import io.ocelli.engine.Program;
import io.ocelli.engine.Runner;
import io.ocelli.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("proof")
class MemoryTest {
    private static final int OPENINGS = 300;

    @Test
    void openAndCloseLeaveMemoryFlat() throws IOException {
        Path status = Path.of("/proc/self/status");
        Assumptions.assumeTrue(Files.exists(status), "skipped: resident memory is read from /proc");
        // 10 MB of weights, so that sessions left open would show.
        Program program = Networks.small(1 << 16);
        Weights weights = Networks.weights(program);
        long early = 0;
        for (int i = 1; i <= OPENINGS; i++) {
            try (Runner runner = new OnnxRuntimeEngine().open(program, weights, Device.CPU)) {
                assertThat(runner).isNotNull();
            }
            if (i == OPENINGS / 10) {
                early = resident(status);
            }
        }
        long growth = resident(status) - early;
        System.out.println("open and close " + OPENINGS + " times: " + early / 1024 + " MB after a tenth, "
                + growth / 1024 + " MB more at the end");
        assertThat(growth).as("KB").isLessThan(50 * 1024);
    }

    private static long resident(Path status) throws IOException {
        System.gc();
        for (String line : Files.readAllLines(status)) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        throw new IOException("no VmRSS in " + status);
    }
}
