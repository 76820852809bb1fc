package io.ocelli.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A JVM of its own with this one's class path: what it measures nothing before has warmed, filled or compiled. */
final class FreshJvm {
    /** The program that this JVM is of. */
    static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private FreshJvm() {}

    /**
     * What a program says on its standard output; its errors are told here.
     *
     * @param options for the JVM
     * @throws IOException if it does not end well
     */
    static List<String> run(List<String> options, Class<?> program, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(JAVA);
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        command.addAll(Arrays.asList(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        if (process.waitFor() != 0) {
            throw new IOException("A process that measures ends well, and " + program.getSimpleName() + " with "
                    + Arrays.toString(arguments) + " and " + options + " ended with " + process.exitValue());
        }
        return lines;
    }
}
