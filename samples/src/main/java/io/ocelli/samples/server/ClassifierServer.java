package io.ocelli.samples.server;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.util.JavalinBindException;
import io.ocelli.error.OcelliException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Classifiers behind HTTP; {@code /openapi.json} says what can be asked. {@code POST /classify} takes a picture file as the body or
 * as the file of a form ({@code ?top=5}, and {@code ?explain=true} for a heat map: its numbers, and the picture under it as a PNG
 * in Base64), {@code POST /batch} several files of a form, {@code /models/NAME/...} the same of a model by name; a web page is at
 * {@code /}, and there are {@code /health} and {@code /metrics} for Prometheus. What goes wrong is told as problem details (RFC
 * 9457).
 *
 * <p>As many threads classify as there are processors. A picture takes a place before its body is read; there are as many
 * places as threads and waiting ones. Whoever finds no place is told at once, with 503 and Retry-After. Bodies are read as
 * they arrive, and no thread waits for them, so that {@code /health} answers whatever clients do; a body has a largest size and
 * a time. What all bodies hold together, and the pixels that are decoded at once, are bounded by the heap: the size of a picture
 * is read from its header before it is decoded.
 */
public final class ClassifierServer implements AutoCloseable {
    static final String RETRY_AFTER_SECONDS = "1";
    private static final Logger LOG = LoggerFactory.getLogger(ClassifierServer.class);
    private static final int JETTY_THREADS = 64;
    /** How long those who have a place are waited for at the end, beyond the time of an upload. */
    private static final long DRAIN_SECONDS = 20;

    private static final String JSON = "application/json";
    private static final String STARTED = "started";

    private final Service service;
    private final ServedModels models;
    private final Guard guard;
    private final QueuedThreadPool responders = new QueuedThreadPool(JETTY_THREADS);
    private final Classifying classifying;
    private final SslContextFactory.@Nullable Server keys;
    private final Javalin javalin;

    private ClassifierServer(Service service, SslContextFactory.@Nullable Server keys, ServedModels models) {
        this.service = service;
        this.keys = keys;
        this.models = models;
        this.guard = new Guard(service.access(), System::nanoTime);
        this.classifying = new Classifying(service.limits(), guard, responders);
        this.javalin = Javalin.create(this::configure);
    }

    /** Opens the models and listens. */
    static ClassifierServer start(Service service) {
        Https https = service.https();
        SslContextFactory.Server keys = https == null ? null : https.keys();
        ServedModels models = new ServedModels(service.models());
        ClassifierServer server = new ClassifierServer(service, keys, models);
        boolean started = false;
        try {
            if (keys == null) {
                server.javalin.start(service.host(), service.port());
            } else {
                server.javalin.start();
            }
            started = true;
            return server;
        } catch (JavalinBindException e) {
            throw new OcelliException(
                    "The server cannot listen at " + service.host() + ", port " + service.port()
                            + ": the port is taken or not allowed, or the address is not this machine's. Name another"
                            + " (--port 0 takes any free one).",
                    e);
        } finally {
            if (!started) {
                server.classifying.stop();
                server.javalin.stop();
                models.close();
            }
        }
    }

    /** The port that it listens at. */
    public int port() {
        return javalin.port();
    }

    /** The address of its page. */
    public String address() {
        return (keys == null ? "http" : "https") + "://" + service.host() + ":" + port() + "/";
    }

    /** The models by name, for people: that of one alone, or each. */
    public String models() {
        return models.all().stream()
                .map(model -> (models.all().size() == 1 ? "" : "'" + model.name() + "': ")
                        + model.current().classifier())
                .collect(Collectors.joining(", "));
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.jetty.threadPool = responders;
        config.jetty.modifyServer(server -> server.setErrorHandler(new JsonErrors()));
        if (keys != null) {
            config.jetty.addConnector(
                    (server, http) -> Https.connector(server, http, keys, service.host(), service.port()));
        }
        if (service.logsRequests()) {
            config.requestLogger.http(RequestLog::log);
        }
        config.router.javaLangErrorHandler((response, error) -> {
            String request = String.valueOf(response.getHeader(RequestId.HEADER));
            Refusal refusal = Failures.refusal(error, request);
            response.setStatus(refusal.status().getCode());
            response.setContentType(Problems.TYPE);
            try {
                response.getOutputStream()
                        .write(Problems.text(refusal.status().getCode(), refusal.detail(), request)
                                .getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // The client has gone.
            }
        });
        config.routes.exception(
                Exception.class,
                (failure, context) -> refuse(context, Failures.refusal(failure, RequestId.of(context))));
        config.routes.before(this::begin);
        String page = Resources.text("page.html");
        config.routes.get(Route.PAGE.path(), context -> {
            // The page needs nobody else, so nobody else is let in.
            context.header(
                    "Content-Security-Policy",
                    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src blob: data:;"
                            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
            context.html(page);
        });
        String openApi = Resources.text("openapi.json");
        config.routes.get(Route.OPENAPI.path(), context -> answer(context, HttpStatus.OK, openApi));
        for (Route route : Route.values()) {
            if (route.classifies()) {
                config.routes.post(route.path(), context -> classify(context, route));
            }
        }
        config.routes.get(Route.MODELS.path(), context -> answer(context, HttpStatus.OK, Answers.models(models)));
        config.routes.get(
                Route.MODEL.path(),
                context -> answer(context, HttpStatus.OK, Answers.model(models, models.named(name(context)))));
        config.routes.post(Route.MODEL_RELOAD.path(), this::reload);
        config.routes.get(Route.HEALTH.path(), this::health);
        config.routes.get(
                Route.METRICS.path(),
                context -> context.contentType("text/plain; version=0.0.4; charset=utf-8")
                        .result(classifying.metrics().text()));
    }

    /** Gives a request its id, and refuses paths that there are not, methods that a path does not have, and who may not ask. */
    private void begin(Context context) {
        context.attribute(STARTED, System.nanoTime());
        RequestId.give(context);
        String method = context.req().getMethod();
        Route route = Route.of(context.path());
        if (!route.methods().contains(method)) {
            String allowed = String.join(", ", route.methods());
            throw new Refusal(
                            HttpStatus.METHOD_NOT_ALLOWED,
                            context.path() + " takes " + allowed + ", received " + method)
                    .with("Allow", allowed);
        }
        if (route.guarded() && !route.classifies()) {
            Refusal refusal = guard.refusal(context, false);
            if (refusal != null) {
                throw refusal;
            }
        }
    }

    private static @Nullable String name(Context context) {
        return context.pathParamMap().get("name");
    }

    /** Those who are refused are told when their body is read: the connection would break before. */
    private void classify(Context context, Route route) {
        Refusal refusal = guard.refusal(context, true);
        ServedModel model = models.first();
        Asked asked = new Asked(1, false);
        if (refusal == null) {
            try {
                model = models.named(name(context));
                asked = Asked.of(context);
                if (route.isBatch() && !Form.isForm(context.header("Content-Type"))) {
                    throw new Refusal(
                            HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                            "A batch is a form with pictures as files (curl -F picture=@a.jpg -F picture=@b.jpg); received"
                                    + " the Content-Type '" + context.header("Content-Type") + "'");
                }
            } catch (Refusal e) {
                refusal = e;
            }
        }
        ServedModel served = model;
        classifying.answer(
                context, new Classifying.Question(route, model, asked, refusal), (answered, status, body) -> {
                    answer(answered, status, body);
                    classifying.metrics().served(served, route, System.nanoTime() - started(answered));
                });
    }

    private static long started(Context context) {
        Long started = context.attribute(STARTED);
        return started == null ? System.nanoTime() : started;
    }

    private void reload(Context context) {
        ServedModel model = models.named(name(context));
        if (!guard.hasTokens()) {
            throw new Refusal(
                    HttpStatus.FORBIDDEN,
                    "Who has a token opens models again, and this server has none; start it with --token-file, or send"
                            + " its process SIGHUP");
        }
        try {
            reload(model);
        } catch (RuntimeException e) {
            LOG.error("The request {} to open the model '{}' again failed", RequestId.of(context), model.name(), e);
            throw new Refusal(HttpStatus.INTERNAL_SERVER_ERROR, notOpened(model, e));
        }
        answer(context, HttpStatus.OK, Answers.model(models, model));
    }

    private static String notOpened(ServedModel model, RuntimeException failure) {
        return "The model '" + model.name() + "' could not be opened again, and the one before it goes on: "
                + failure.getMessage();
    }

    private void reload(ServedModel model) {
        boolean successfully = false;
        try {
            model.reload();
            successfully = true;
        } finally {
            classifying.metrics().reloaded(model, successfully);
        }
    }

    /**
     * Opens all models again, and reads the key store anew. What is answered meanwhile is answered by the models before, to its
     * end; each of them goes on where it cannot be opened.
     *
     * @throws OcelliException if one could not be opened; the message tells of all of these
     */
    public void reload() {
        List<String> failures = new ArrayList<>();
        for (ServedModel model : models.all()) {
            try {
                reload(model);
            } catch (RuntimeException e) {
                failures.add(notOpened(model, e));
            }
        }
        Https https = service.https();
        if (keys != null && https != null) {
            try {
                https.reload(keys);
            } catch (OcelliException e) {
                failures.add(e.getMessage());
            }
        }
        if (!failures.isEmpty()) {
            throw new OcelliException(String.join("; ", failures));
        }
    }

    private void health(Context context) {
        boolean ending = classifying.ending();
        answer(
                context,
                ending ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.OK,
                Answers.health(models, ending, guard.knows(context)));
    }

    private void refuse(Context context, Refusal refusal) {
        refusal.headers().forEach(context::header);
        int status = refusal.status().getCode();
        answer(context, refusal.status(), Problems.text(status, refusal.detail(), RequestId.of(context)));
        context.contentType(Problems.TYPE);
        context.res().setCharacterEncoding(null); // the type has no parameter; JSON is UTF-8
    }

    private void answer(Context context, HttpStatus status, String body) {
        if (isAboutPictures(context.path())) {
            classifying.metrics().answered(status.getCode());
        }
        context.status(status).contentType(JSON).result(body);
    }

    private static boolean isAboutPictures(String path) {
        try {
            return Route.of(path).classifies();
        } catch (Refusal e) {
            return false;
        }
    }

    /** Stops listening, and ends when the pictures that have a place are answered. New ones are refused meanwhile. */
    @Override
    public void close() {
        try {
            classifying.end(service.limits().uploadSeconds() + DRAIN_SECONDS);
        } finally {
            javalin.stop();
            models.close();
        }
    }
}
