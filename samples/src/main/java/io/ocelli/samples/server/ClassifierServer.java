package io.ocelli.samples.server;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.util.JavalinBindException;
import io.ocelli.Classifier;
import io.ocelli.error.OcelliException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * A classifier behind HTTP: {@code POST /classify} with a picture file as the body or as the file of a form ({@code ?top=5},
 * and {@code ?explain=true} for a heat map: its numbers, and the picture under it as a PNG in Base64), a web page at
 * {@code /}, {@code /health}, and {@code /metrics} for Prometheus. What goes wrong is told as JSON, {@code {"error": ...}}.
 *
 * <p>As many threads classify as there are processors. A picture takes a place before its body is read; there are as many
 * places as threads and waiting ones. Whoever finds no place is told at once, with 503 and Retry-After. Bodies are read as
 * they arrive, and no thread waits for them, so that {@code /health} answers whatever clients do; a body has a largest size and
 * a time. What all bodies hold together, and the pixels that are decoded at once, are bounded by the heap: the size of a picture
 * is read from its header before it is decoded.
 */
public final class ClassifierServer implements AutoCloseable {
    static final String RETRY_AFTER_SECONDS = "1";
    private static final int JETTY_THREADS = 64;
    /** How long those who have a place are waited for at the end, beyond the time of an upload. */
    private static final long DRAIN_SECONDS = 20;

    private static final String JSON = "application/json";
    private static final Map<String, Set<String>> METHODS = Map.of(
            "/", new TreeSet<>(Set.of("GET", "HEAD")),
            "/classify", Set.of("POST"),
            "/health", new TreeSet<>(Set.of("GET", "HEAD")),
            "/metrics", new TreeSet<>(Set.of("GET", "HEAD")));

    private final Classifier classifier;
    private final Limits limits;
    private final QueuedThreadPool responders = new QueuedThreadPool(JETTY_THREADS);
    private final Classifying classifying;
    private final Javalin javalin;

    /**
     * Where it listens, and what it bears.
     *
     * @param host the address to listen at
     * @param port the port; 0 for any free one
     * @param queue how many pictures may wait while others are classified
     * @param maxBytes the largest body
     * @param maxPixels the largest picture, whatever its file's size
     * @param uploadSeconds how long a body may take to arrive
     */
    public record Limits(String host, int port, int queue, int maxBytes, int maxPixels, int uploadSeconds) {
        /** Of the heap, half is for pixels; a picture that is decoded takes so many bytes for each. */
        private static final int BYTES_OF_A_PIXEL = 8;

        private static final long MOST_PIXELS = 178_956_970; // Pillow's bound, and the decoder's

        public static final Limits DEFAULT = new Limits("127.0.0.1", 8080, 64, 16 << 20, pixelsOfTheHeap(), 30);

        /** How many pixels this JVM can have in work at once. */
        static int pixelsOfTheHeap() {
            return (int) Math.min(MOST_PIXELS, Runtime.getRuntime().maxMemory() / 2 / BYTES_OF_A_PIXEL);
        }
    }

    private ClassifierServer(Classifier classifier, Limits limits) {
        this.classifier = classifier;
        this.limits = limits;
        this.classifying = new Classifying(classifier, limits, responders);
        this.javalin = Javalin.create(this::configure);
    }

    /**
     * Starts a server; the classifier stays its owner's, who closes it after the server.
     *
     * @throws OcelliException if it cannot listen there
     */
    public static ClassifierServer start(Classifier classifier, Limits limits) {
        ClassifierServer server = new ClassifierServer(classifier, limits);
        boolean started = false;
        try {
            server.javalin.start(limits.host(), limits.port());
            started = true;
            return server;
        } catch (JavalinBindException e) {
            throw new OcelliException(
                    "The server cannot listen at " + limits.host() + ", port " + limits.port()
                            + ": the port is taken or not allowed, or the address is not this machine's. Name another"
                            + " (--port 0 takes any free one).",
                    e);
        } finally {
            if (!started) {
                server.classifying.stop();
                server.javalin.stop();
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
        config.jetty.threadPool = responders;
        config.jetty.modifyServer(server -> server.setErrorHandler(new JsonErrors()));
        config.router.javaLangErrorHandler((response, error) -> {
            Refusal refusal = Failures.refusal(error);
            response.setStatus(refusal.status().getCode());
            response.setContentType(JSON);
            try {
                response.getOutputStream().write(Answers.error(refusal).getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // The client has gone.
            }
        });
        config.routes.exception(Exception.class, (failure, context) -> refuse(context, Failures.refusal(failure)));
        config.routes.before(ClassifierServer::requireMethod);
        String page = resource("page.html");
        config.routes.get("/", context -> {
            // The page needs nobody else, so nobody else is let in.
            context.header(
                    "Content-Security-Policy",
                    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src blob: data:;"
                            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
            context.html(page);
        });
        config.routes.post("/classify", context -> classifying.answer(context, this::answer));
        config.routes.get("/health", this::health);
        config.routes.get(
                "/metrics",
                context -> context.contentType("text/plain; version=0.0.4; charset=utf-8")
                        .result(classifying.metrics().text()));
    }

    /** Refuses paths that there are not, and methods that a path does not have. */
    private static void requireMethod(Context context) {
        String method = context.req().getMethod();
        Set<String> methods = METHODS.get(path(context));
        if (methods == null) {
            throw new Refusal(
                    HttpStatus.NOT_FOUND,
                    "There is no " + context.path() + "; there are " + new TreeSet<>(METHODS.keySet()));
        }
        if (!methods.contains(method)) {
            String allowed = String.join(", ", methods);
            context.header("Allow", allowed);
            throw new Refusal(
                    HttpStatus.METHOD_NOT_ALLOWED, context.path() + " takes " + allowed + ", received " + method);
        }
    }

    private static String path(Context context) {
        String path = context.path();
        return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    private void health(Context context) {
        boolean ending = classifying.ending();
        context.status(ending ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.OK)
                .contentType(JSON)
                .result(Answers.health(classifier, ending));
    }

    private void refuse(Context context, Refusal refusal) {
        if (refusal.status() == HttpStatus.SERVICE_UNAVAILABLE) {
            context.header("Retry-After", RETRY_AFTER_SECONDS);
        }
        answer(context, refusal.status(), Answers.error(refusal));
    }

    private void answer(Context context, HttpStatus status, String body) {
        if (path(context).equals("/classify")) {
            classifying.metrics().answered(status.getCode());
        }
        context.status(status).contentType(JSON).result(body);
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

    /** Stops listening, and ends when the pictures that have a place are answered. New ones are refused meanwhile. */
    @Override
    public void close() {
        try {
            classifying.end(limits.uploadSeconds() + DRAIN_SECONDS);
        } finally {
            javalin.stop();
        }
    }
}
