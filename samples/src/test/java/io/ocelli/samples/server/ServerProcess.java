package io.ocelli.samples.server;

import io.ocelli.samples.Cli;
import io.ocelli.testing.JavaProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code ocelli serve} in a process whose heap does not grow. */
final class ServerProcess implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile("at http://127\\.0\\.0\\.1:(\\d+)/");

    private final Process process;
    private final int port;

    ServerProcess(String heap, String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("serve", "--port", "0"));
        arguments.addAll(Arrays.asList(options));
        process = JavaProcess.ofHeap(heap, Cli.class, arguments.toArray(new String[0]))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
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
