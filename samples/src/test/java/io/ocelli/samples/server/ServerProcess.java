package io.ocelli.samples.server;

import io.ocelli.samples.Cli;
import io.ocelli.testing.JavaProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code ocelli serve} in a process whose heap does not grow. */
final class ServerProcess implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile("at http://127\\.0\\.0\\.1:(\\d+)/");

    private final Process process;
    private final int port;

    ServerProcess(String heap, String... options) throws IOException {
        this(heap, null, options);
    }

    /** @param errors the file that it logs to; null for this process's */
    ServerProcess(String heap, @Nullable Path errors, String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("serve", "--port", "0"));
        arguments.addAll(Arrays.asList(options));
        process = JavaProcess.ofHeap(heap, Cli.class, arguments.toArray(new String[0]))
                .redirectError(
                        errors == null ? ProcessBuilder.Redirect.INHERIT : ProcessBuilder.Redirect.to(errors.toFile()))
                .start();
        port = port();
    }

    private int port() throws IOException {
        BufferedReader printed =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = printed.readLine();
        Matcher address = ADDRESS.matcher(line == null ? "" : line);
        if (!address.find()) {
            process.destroy();
            throw new IllegalStateException("A server says first where it is, and this one said: " + line);
        }
        return Integer.parseInt(address.group(1));
    }

    long pid() {
        return process.pid();
    }

    Client client() {
        return new Client(port);
    }

    /** Its resident memory in MiB; not a number where the platform does not tell. */
    double resident() throws IOException {
        return JavaProcess.memory(process.pid(), "VmRSS");
    }

    /** Of a process that has ended, or ends soon. */
    int exitCode() throws InterruptedException {
        return process.waitFor();
    }

    @Override
    public void close() {
        process.destroy();
    }
}
