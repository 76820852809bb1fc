package io.ocelli.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Another JVM of the same Java that a test starts. */
public final class JavaProcess {
    private static final String CLASS_PATH =
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));

    private JavaProcess() {}

    /** The test's class path. */
    public static String classPath() {
        return CLASS_PATH;
    }

    /** Runs a main method on the test's class path. */
    public static ProcessBuilder of(List<String> options, Class<?> main, String... arguments) {
        return of(CLASS_PATH, options, main, arguments);
    }

    /** Runs a main method on another class path. */
    public static ProcessBuilder of(String classPath, List<String> options, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, main.getName()));
        command.addAll(Arrays.asList(arguments));
        return new ProcessBuilder(command);
    }

    /** Its heap is of this size and touched from the start: what grows then is native. */
    public static ProcessBuilder ofHeap(String heap, Class<?> main, String... arguments) {
        return of(List.of("-Xms" + heap, "-Xmx" + heap, "-XX:+AlwaysPreTouch"), main, arguments);
    }

    /** Waits for its end, asks that it ends well, and gives what it printed. */
    public static String run(ProcessBuilder builder) throws IOException, InterruptedException {
        Process process = builder.redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(printed).isZero();
        return printed;
    }

    /**
     * A figure of a running process's memory in MiB, by Linux's name of it ({@code VmRSS}); not a number where the platform does
     * not tell.
     */
    public static double memory(long process, String field) throws IOException {
        Path status = Path.of("/proc", Long.toString(process), "status");
        if (!Files.exists(status)) {
            return Double.NaN;
        }
        for (String line : Files.readAllLines(status)) {
            if (line.startsWith(field + ":")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0;
            }
        }
        throw new IllegalStateException(status + " has no " + field);
    }
}
