package io.ocelli.benchmarks;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Another library in a process of its own, which does what it is asked and says how long it took. */
final class Peer implements AutoCloseable {
    /** Of a Python with torch, torchvision and timm. */
    private static final @Nullable String PYTHON = System.getenv("PYTHON");

    /** A class path of Deeplearning4j. */
    private static final @Nullable String DL4J = System.getenv("DL4J");

    private final Process process;
    private final BufferedWriter questions;
    private final BufferedReader answers;
    private final String name;

    private Peer(String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        // As it runs where nobody tuned glibc for our training.
        builder.environment().keySet().removeIf(name -> name.startsWith("MALLOC_"));
        process = builder.start();
        questions = process.outputWriter(StandardCharsets.UTF_8);
        answers = process.inputReader(StandardCharsets.UTF_8);
        name = answer();
    }

    /** A script, or null where the environment names no Python. */
    static @Nullable Peer python(Path script) throws IOException {
        return PYTHON == null ? null : new Peer(PYTHON, script.toString());
    }

    /** A program of Deeplearning4j's, from its source, or null where the environment names no class path of it. */
    static @Nullable Peer dl4j(Path source) throws IOException {
        return DL4J == null ? null : new Peer(FreshJvm.JAVA, "-cp", DL4J, source.toString());
    }

    /** Its version and number of threads. */
    String name() {
        return name;
    }

    /** How many milliseconds it took to do what it is asked by a line. */
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
            throw new IOException("The other library's process ended; what it said stands above");
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
