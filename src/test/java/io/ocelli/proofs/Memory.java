package io.ocelli.proofs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** The resident memory of this process. */
final class Memory {
    private Memory() {}

    /** In MiB, after a garbage collection; skips the calling test where the platform does not tell. */
    static double resident() {
        System.gc();
        Path status = Path.of("/proc/self/status");
        Assumptions.assumeTrue(Files.exists(status), "skipped: resident memory is read from " + status);
        try {
            for (String line : Files.readAllLines(status)) {
                if (line.startsWith("VmRSS:")) {
                    return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0;
                }
            }
            throw new IllegalStateException(status + " has no VmRSS");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs something many times, and gives by how many MiB the process grew after the first tenth. */
    static double growth(String what, int times, Runnable work) {
        for (int i = 0; i < times / 10; i++) {
            work.run();
        }
        double before = resident();
        for (int i = times / 10; i < times; i++) {
            work.run();
        }
        double after = resident();
        System.out.printf(
                "%s, %d times: %.0f MiB after the first tenth, %.0f MiB at the end, %+.1f%n",
                what, times, before, after, after - before);
        return after - before;
    }
}
