package io.ocelli.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The memory of this process, in MiB, as Linux counts it. */
final class Resident {
    private Resident() {}

    static double now() throws IOException {
        return status("VmRSS:");
    }

    /** The most so far. */
    static double most() throws IOException {
        return status("VmHWM:");
    }

    private static double status(String what) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith(what)) {
                return Double.parseDouble(line.replaceAll("\\D", "")) / 1024;
            }
        }
        throw new IOException("Memory is read from /proc/self/status, which has no " + what);
    }
}
