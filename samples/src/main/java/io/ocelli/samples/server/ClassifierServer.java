package io.ocelli.samples.server;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.ocelli.Classifier;
import io.ocelli.TimedPrediction;
import io.ocelli.error.ImageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * A classifier behind HTTP: {@code POST /classify} with a picture file as the body, a web page at {@code /},
 * {@code /health}, and {@code /metrics} for Prometheus.
 *
 * <p>As many threads classify as there are processors. A picture takes a place before its body is read; there are as many
 * places as threads and waiting ones, so the memory is bounded by places times the largest body. Whoever finds no place is
 * told at once, with 503 and Retry-After.
 */
public final class ClassifierServer implements AutoCloseable {
    private static final int JETTY_THREADS = 64;
    private static final String RETRY_AFTER_SECONDS = "1";
    private static final int MOST_GUESSES = 100;
    private static final int BUFFER = 1 << 14;

    private final Classifier classifier;
    private final Limits limits;
    private final Semaphore places;
    private final ExecutorService threads;
    private final Metrics metrics;
    private final Javalin javalin;

    /**
     * Where it listens, and what it bears.
     *
     * @param host the address to listen at
     * @param port the port; 0 for any free one
     * @param queue how many pictures may wait while others are classified
     * @param maxBytes the largest body
     */
    public record Limits(String host, int port, int queue, int maxBytes) {
        public static final Limits DEFAULT = new Limits("127.0.0.1", 8080, 64, 16 << 20);
    }

    private ClassifierServer(Classifier classifier, Limits limits) {
        this.classifier = classifier;
        this.limits = limits;
        int processors = Runtime.getRuntime().availableProcessors();
        int all = processors + limits.queue();
        this.places = new Semaphore(all);
        this.threads = Executors.newFixedThreadPool(processors);
        this.metrics = new Metrics(() -> all - places.availablePermits(), all);
        this.javalin = Javalin.create(this::configure);
    }

    /** Starts a server; the classifier stays its owner's, who closes it after the server. */
    public static ClassifierServer start(Classifier classifier, Limits limits) {
        ClassifierServer server = new ClassifierServer(classifier, limits);
        boolean started = false;
        try {
            server.javalin.start(limits.host(), limits.port());
            started = true;
            return server;
        } finally {
            if (!started) {
                server.close();
            }
        }
    }

    /** The port that it listens at. */
    public int port() {
        return javalin.port();
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.jetty.threadPool = new QueuedThreadPool(JETTY_THREADS);
        String page = resource("page.html");
        config.routes.get("/", context -> {
            // The page needs nobody else, so nobody else is let in.
            context.header(
                    "Content-Security-Policy",
                    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src blob: data:;"
                            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
            context.html(page);
        });
        config.routes.post("/classify", this::classify);
        config.routes.get("/health", context -> json(context, HttpStatus.OK, Answers.health(classifier)));
        config.routes.get(
                "/metrics",
                context -> context.contentType("text/plain; version=0.0.4; charset=utf-8")
                        .result(metrics.text()));
        config.routes.exception(ImageException.class, (broken, context) -> {
            json(context, HttpStatus.UNPROCESSABLE_CONTENT, Answers.error(String.valueOf(broken.getMessage())));
        });
        config.routes.exception(IllegalArgumentException.class, (wrong, context) -> {
            json(context, HttpStatus.BAD_REQUEST, Answers.error(String.valueOf(wrong.getMessage())));
        });
    }

    private void classify(Context context) throws IOException {
        int top = top(context.queryParam("top"));
        if (!places.tryAcquire()) {
            // A body that nobody reads would break the connection before the client has seen the answer.
            drain(context);
            context.header("Retry-After", RETRY_AFTER_SECONDS);
            json(
                    context,
                    HttpStatus.SERVICE_UNAVAILABLE,
                    Answers.error("All " + limits.queue() + " places in the queue are taken; try again in "
                            + RETRY_AFTER_SECONDS + " s"));
            return;
        }
        boolean handed = false;
        try {
            byte[] picture = read(context);
            if (picture == null) {
                drain(context);
                json(
                        context,
                        HttpStatus.CONTENT_TOO_LARGE,
                        Answers.error("A picture has at most " + limits.maxBytes() + " bytes; send a smaller one"));
                return;
            }
            long queued = System.nanoTime();
            CompletableFuture<TimedPrediction> answer = CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            metrics.waited(System.nanoTime() - queued);
                            return classifier.timed(picture);
                        } finally {
                            places.release();
                        }
                    },
                    threads);
            handed = true;
            context.future(() -> answer.thenAccept(timed -> {
                metrics.classified(timed.timings());
                json(context, HttpStatus.OK, Answers.prediction(timed, top));
            }));
        } finally {
            if (!handed) {
                places.release();
            }
        }
    }

    private static int top(@Nullable String asked) {
        if (asked == null) {
            return 5;
        }
        try {
            int top = Integer.parseInt(asked);
            if (top >= 1 && top <= MOST_GUESSES) {
                return top;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new IllegalArgumentException("top is a number from 1 to " + MOST_GUESSES + ", received '" + asked + "'");
    }

    /** The body, or null if it is too large. */
    private byte @Nullable [] read(Context context) throws IOException {
        if (context.req().getContentLengthLong() > limits.maxBytes()) {
            return null;
        }
        byte[] bytes = context.req().getInputStream().readNBytes(limits.maxBytes() + 1);
        return bytes.length > limits.maxBytes() ? null : bytes;
    }

    /** Reads what the client still sends, up to a bound: past it the connection is closed. */
    private void drain(Context context) throws IOException {
        InputStream body = context.req().getInputStream();
        byte[] buffer = new byte[BUFFER];
        long rest = 4L * limits.maxBytes();
        for (int n = body.read(buffer); n >= 0 && rest > 0; n = body.read(buffer)) {
            rest -= n;
        }
    }

    private void json(Context context, HttpStatus status, String body) {
        if (context.path().equals("/classify")) {
            metrics.answered(status.getCode());
        }
        context.status(status).contentType("application/json").result(body);
    }

    private static String resource(String name) {
        try (InputStream stream = ClassifierServer.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException(
                        "The resource " + name + " is missing beside " + ClassifierServer.class);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops listening, and ends when the pictures that have a place are answered. */
    @Override
    public void close() {
        javalin.stop();
        threads.shutdown();
    }
}
