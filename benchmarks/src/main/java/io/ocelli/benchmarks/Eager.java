package io.ocelli.benchmarks;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** PyTorch's own Python in a process of its own, which does what it is asked and says how long it took. */
final class Eager implements AutoCloseable {
    /** Of a Python with torch, torchvision and timm. */
    private static final @Nullable String PYTHON = System.getenv("PYTHON");

    private final Process process;
    private final BufferedWriter questions;
    private final BufferedReader answers;
    private final String name;

    private Eager(Path script, String python) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(python, script.toString()).redirectError(ProcessBuilder.Redirect.INHERIT);
        // As Python runs where nobody tuned glibc for our training.
        builder.environment().keySet().removeIf(name -> name.startsWith("MALLOC_"));
        process = builder.start();
        questions = process.outputWriter(StandardCharsets.UTF_8);
        answers = process.inputReader(StandardCharsets.UTF_8);
        name = answer();
    }

    /** The peer, or null where the environment names no Python. */
    static @Nullable Eager start(Path script) throws IOException {
        return PYTHON == null ? null : new Eager(script, PYTHON);
    }

    /** Its version and number of threads. */
    String name() {
        return name;
    }

    /** How many milliseconds it took to do what the script is asked by a line. */
    double milliseconds(String question) {
        try {
            questions.write(question + "\n");
            questions.flush();
            return Double.parseDouble(answer());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("PyTorch's process ended; what it said stands above");
        }
        return line;
    }

    @Override
    public void close() throws IOException {
        questions.write("\n");
        questions.close();
        answers.close();
        process.destroy();
    }
}
