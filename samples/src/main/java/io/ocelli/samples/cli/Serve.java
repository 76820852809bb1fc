package io.ocelli.samples.cli;

import io.ocelli.Classifier;
import io.ocelli.engine.Preset;
import io.ocelli.samples.server.ClassifierServer;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import sun.misc.Signal;

/** Answers over HTTP until it is ended. */
@Command(
        name = "serve",
        sortOptions = false,
        description = "Classify pictures over HTTP: a web page, POST /classify, /health and /metrics.")
public final class Serve extends Verb {
    private static final int LARGEST_PORT = 65_535;
    /** Of a process that a signal ended, the exit code is this and its number. */
    private static final int SIGNALLED = 128;

    @Option(
            names = "--model",
            required = true,
            paramLabel = "DIR|NAME",
            description = "What train or export wrote, or a name with published weights.")
    @SuppressWarnings("NullAway.Init")
    String model;

    @Option(names = "--host", paramLabel = "NAME", description = "The address to listen at; default: ${DEFAULT-VALUE}.")
    String host = ClassifierServer.Limits.DEFAULT.host();

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "The port; 0 for any free one; default: ${DEFAULT-VALUE}.")
    int port = ClassifierServer.Limits.DEFAULT.port();

    @Option(
            names = "--queue",
            paramLabel = "N",
            description = "How many pictures may wait; more are refused with 503; default: ${DEFAULT-VALUE}.")
    int queue = ClassifierServer.Limits.DEFAULT.queue();

    @Option(
            names = "--max-bytes",
            paramLabel = "N",
            description = "The largest picture file; default: ${DEFAULT-VALUE}.")
    int maxBytes = ClassifierServer.Limits.DEFAULT.maxBytes();

    @Option(
            names = "--max-pixels",
            paramLabel = "N",
            description = "The largest picture; default: what the heap bears, ${DEFAULT-VALUE} here.")
    int maxPixels = ClassifierServer.Limits.DEFAULT.maxPixels();

    @Option(
            names = "--upload-seconds",
            paramLabel = "N",
            description = "How long a picture may take to arrive; default: ${DEFAULT-VALUE}.")
    int uploadSeconds = ClassifierServer.Limits.DEFAULT.uploadSeconds();

    @Override
    public Integer call() throws InterruptedException {
        positive("--queue", queue);
        positive("--max-bytes", maxBytes);
        positive("--max-pixels", maxPixels);
        positive("--upload-seconds", uploadSeconds);
        if (port < 0 || port > LARGEST_PORT) {
            throw wrong("--port is 0 to " + LARGEST_PORT + ", received " + port);
        }
        CountDownLatch ended = new CountDownLatch(1);
        try (Classifier classifier = classifier(model, Preset.THROUGHPUT);
                ClassifierServer server = ClassifierServer.start(
                        classifier,
                        new ClassifierServer.Limits(host, port, queue, maxBytes, maxPixels, uploadSeconds))) {
            onSignal("INT", ended);
            onSignal("TERM", ended);
            // The address is printed when it answers: who starts this may wait for the line.
            out().println(classifier + " at http://" + host + ":" + server.port() + "/ (Ctrl-C ends it)");
            ended.await();
        }
        return 0;
    }

    /**
     * Ends the server in order: no shutdown hook, for these run all at once, and ONNX Runtime has one that takes the network away
     * from pictures that are still classified. A second signal ends the process as it is.
     */
    private static void onSignal(String name, CountDownLatch ended) {
        try {
            Signal.handle(new Signal(name), signal -> {
                if (ended.getCount() == 0) {
                    Runtime.getRuntime().halt(SIGNALLED + signal.getNumber());
                }
                ended.countDown();
            });
        } catch (IllegalArgumentException e) {
            // The JVM was told to leave signals alone (-Xrs).
        }
    }
}
