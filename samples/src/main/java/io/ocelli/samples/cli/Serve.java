package io.ocelli.samples.cli;

import io.ocelli.Classifier;
import io.ocelli.engine.Preset;
import io.ocelli.samples.server.Access;
import io.ocelli.samples.server.ClassifierServer;
import io.ocelli.samples.server.Https;
import io.ocelli.samples.server.Limits;
import io.ocelli.samples.server.Service;
import io.ocelli.serving.Batching;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import sun.misc.Signal;

/** Answers over HTTP until it is ended. */
@Command(
        name = "serve",
        sortOptions = false,
        description = {
            "Classify pictures over HTTP: a web page, POST /classify and /batch, /models, /health and /metrics;",
            "/openapi.json describes it. SIGHUP opens the models again, SIGTERM ends it when what was begun is"
                    + " answered."
        })
public final class Serve extends Verb {
    private static final int LARGEST_PORT = 65_535;
    /** Of a process that a signal ended, the exit code is this and its number. */
    private static final int SIGNALLED = 128;

    @Option(
            names = "--model",
            required = true,
            paramLabel = "[NAME=]DIR|NAME",
            description = {
                "What train or export wrote, or a name with published weights; before = the name that clients ask for",
                "it by. May be repeated; the first is asked where none is named."
            })
    @SuppressWarnings("NullAway.Init")
    List<String> models;

    @Option(names = "--host", paramLabel = "NAME", description = "The address to listen at; default: ${DEFAULT-VALUE}.")
    String host = Service.HOST;

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "The port; 0 for any free one; default: ${DEFAULT-VALUE}.")
    int port = Service.PORT;

    @Option(
            names = "--queue",
            paramLabel = "N",
            description = "How many pictures may wait; more are refused with 503; default: ${DEFAULT-VALUE}.")
    int queue = Limits.DEFAULT.queue();

    @Option(
            names = "--gather",
            paramLabel = "N",
            description = {
                "How many pictures of different requests the network takes together at most; with 1 they stand in a",
                "line and run one by one; by default each runs at once by itself."
            })
    @Nullable
    Integer gathered;

    @Option(
            names = "--max-bytes",
            paramLabel = "N",
            description = "The largest picture file; default: ${DEFAULT-VALUE}.")
    int maxBytes = Limits.DEFAULT.maxBytes();

    @Option(
            names = "--max-pixels",
            paramLabel = "N",
            description = "The largest picture; default: what the heap bears, ${DEFAULT-VALUE} here.")
    int maxPixels = Limits.DEFAULT.maxPixels();

    @Option(
            names = "--upload-seconds",
            paramLabel = "N",
            description = "How long a picture may take to arrive; default: ${DEFAULT-VALUE}.")
    int uploadSeconds = Limits.DEFAULT.uploadSeconds();

    @Option(
            names = "--decoding-seconds",
            paramLabel = "N",
            description = "How long a picture may take to be decoded; default: ${DEFAULT-VALUE}.")
    int decodingSeconds = Limits.DEFAULT.decodingSeconds();

    @Option(
            names = "--max-pictures",
            paramLabel = "N",
            description = "The most pictures of a batch; default: ${DEFAULT-VALUE}.")
    int maxPictures = Limits.DEFAULT.maxPictures();

    @Option(
            names = "--max-batch-bytes",
            paramLabel = "N",
            description = "The largest body of a batch; default: ${DEFAULT-VALUE}.")
    int maxBatchBytes = Limits.DEFAULT.maxBatchBytes();

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "Answer only who has one of its tokens, one a line: Authorization: Bearer TOKEN.")
    @Nullable
    Path tokenFile;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "The pictures a second that each client may ask about; more are refused with 429.")
    double rate;

    @Option(
            names = "--burst",
            paramLabel = "N",
            description = "The pictures that a client may ask about at once; default: those of a second.")
    int burst;

    @Option(
            names = "--keystore",
            paramLabel = "FILE",
            description = "Speak HTTPS, with the key and certificate of this PKCS #12 or JKS file.")
    @Nullable
    Path keystore;

    @Option(
            names = "--keystore-password-file",
            paramLabel = "FILE",
            description = "The first line of it opens the key store.")
    @Nullable
    Path keystorePasswordFile;

    @Option(names = "--log-requests", description = "Log a line for each request, with its id.")
    boolean logRequests;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Once it answers, write its address and models as JSON, too.")
    @Nullable
    Path json;

    @Override
    public Integer call() throws InterruptedException, IOException {
        requireWritable("--json", json);
        Service service = service();
        CountDownLatch ended = new CountDownLatch(1);
        try (ClassifierServer server = service.start()) {
            onSignal("INT", ended);
            onSignal("TERM", ended);
            onHangUp(server);
            Json.write(json, writer -> {
                writer.beginObject().name("address").value(server.address());
                writer.name("port").value(server.port());
                writer.name("models").beginArray();
                for (String name : service.models().keySet()) {
                    writer.value(name);
                }
                writer.endArray().endObject();
            });
            // The address is printed when it answers: who starts this may wait for the line.
            out().println(server.models() + " at " + server.address() + " (Ctrl-C ends it)");
            ended.await();
        }
        return 0;
    }

    private Service service() {
        positive("--queue", queue);
        if (gathered != null) {
            positive("--gather", gathered);
        }
        positive("--max-bytes", maxBytes);
        positive("--max-pixels", maxPixels);
        positive("--upload-seconds", uploadSeconds);
        positive("--decoding-seconds", decodingSeconds);
        positive("--max-pictures", maxPictures);
        positive("--max-batch-bytes", maxBatchBytes);
        if (port < 0 || port > LARGEST_PORT) {
            throw wrong("--port is 0 to " + LARGEST_PORT + ", received " + port);
        }
        Limits limits = new Limits(
                queue,
                maxBytes,
                maxPixels,
                uploadSeconds,
                decodingSeconds,
                maxPictures,
                maxBatchBytes,
                gathered == null ? Limits.DEFAULT.gathered() : gathered);
        return Service.of(openings())
                .at(host, port)
                .with(limits)
                .with(access())
                .with(https())
                .loggingRequests(logRequests);
    }

    private Map<String, Supplier<Classifier>> openings() {
        Map<String, Supplier<Classifier>> openings = new LinkedHashMap<>();
        for (String given : models) {
            int equals = given.indexOf('=');
            boolean named = equals > 0 && Service.isName(given.substring(0, equals));
            String place = named ? given.substring(equals + 1) : given;
            String name = named ? given.substring(0, equals) : nameOf(place);
            if (openings.put(
                            name,
                            () -> classifier(place, Preset.THROUGHPUT, gathered == null ? null : Batching.of(gathered)))
                    != null) {
                throw wrong("--model: two are called '" + name + "'; name them: --model NAME=" + place);
            }
        }
        return openings;
    }

    /** What a model is called that was given no name: the last part of its path. */
    private String nameOf(String place) {
        String last =
                place.replaceAll("[/\\\\]+$", "").replaceAll("^.*[/\\\\]", "").replaceAll("\\.onnx$", "");
        if (!Service.isName(last)) {
            throw wrong("--model: '" + last
                    + "' cannot stand in a path of the server; give the model a name of letters, digits, dots, dashes"
                    + " and underscores: --model NAME=" + place);
        }
        return last;
    }

    private Access access() {
        if (!(rate >= 0) || rate == Double.POSITIVE_INFINITY) {
            throw wrong("--rate is more than 0 pictures a second, received " + rate);
        }
        if (burst != 0 && rate == 0) {
            throw wrong("--burst goes with --rate: how many pictures at once, and how many a second");
        }
        int atOnce = burst == 0 ? Math.max(1, (int) Math.ceil(rate)) : burst;
        positive("--burst", atOnce);
        Access access = Access.FREE.withRate(rate, atOnce);
        if (tokenFile == null) {
            return access;
        }
        requireFile("--token-file", tokenFile);
        try {
            return access.withTokens(Access.tokens(tokenFile));
        } catch (IllegalArgumentException e) {
            throw wrong("--token-file: " + e.getMessage());
        }
    }

    private @Nullable Https https() {
        if (keystore == null && keystorePasswordFile == null) {
            return null;
        }
        if (keystore == null || keystorePasswordFile == null) {
            throw wrong("--keystore and --keystore-password-file go together");
        }
        requireFile("--keystore", keystore);
        requireFile("--keystore-password-file", keystorePasswordFile);
        return new Https(keystore, keystorePasswordFile);
    }

    /** SIGHUP opens the models again and reads the key store anew, where there is such a signal. */
    private void onHangUp(ClassifierServer server) {
        try {
            Signal.handle(new Signal("HUP"), signal -> {
                try {
                    server.reload();
                    err().println("ocelli: the models were opened again");
                } catch (RuntimeException e) {
                    err().println("ocelli: " + e.getMessage());
                }
            });
        } catch (IllegalArgumentException e) {
            // Windows has none, or the JVM was told to leave signals alone (-Xrs).
        }
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
