package io.ocelli.proofs;

import io.ocelli.testing.JavaProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.Assumptions;

/** The resident memory of this process. */
final class Memory {
    private static final Path RESET = Path.of("/proc/self/clear_refs");

    private Memory() {}

    /**
     * In MiB, after a garbage collection and what it sets off: direct buffers are given back by a thread of the JVM, a moment
     * after. Skips the calling test where the platform does not tell.
     */
    static double resident() {
        System.gc();
        LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        System.gc();
        double resident = read("VmRSS");
        Assumptions.assumeFalse(Double.isNaN(resident), "skipped: this platform does not tell the resident memory");
        return resident;
    }

    /** As {@link #resident}, without what the C library keeps of freed memory for the next to ask. */
    static double held() {
        System.gc();
        trim();
        return resident();
    }

    /**
     * Lets {@link #peak} begin anew, where the platform can. What is garbage goes first, and what the C library keeps of freed
     * memory for the next to ask, which else would count for whoever comes after a large network.
     */
    static void forgetPeak() {
        System.gc();
        trim();
        try {
            if (Files.isWritable(RESET)) {
                Files.writeString(RESET, "5");
            }
        } catch (IOException e) {
            System.out.println("The peak of the memory counts from the process's start: " + e);
        }
    }

    /** As {@code jcmd System.trim_native_heap}, where the JVM has it. */
    private static void trim() {
        try {
            ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "systemTrimNativeHeap",
                            null,
                            null);
        } catch (JMException e) {
            System.out.println("This JVM does not trim the C library's memory: " + e);
        }
    }

    /** The most resident memory since {@link #forgetPeak}, in MiB; not a number where the platform does not tell. */
    static double peak() {
        return read("VmHWM");
    }

    private static double read(String field) {
        try {
            return JavaProcess.memory(ProcessHandle.current().pid(), field);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a main method that measures, in a process whose heap does not grow, and shows what it prints. */
    static void inAProcess(Class<?> main, String... arguments) throws IOException, InterruptedException {
        System.out.print(JavaProcess.run(JavaProcess.ofHeap("512m", main, arguments)));
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
