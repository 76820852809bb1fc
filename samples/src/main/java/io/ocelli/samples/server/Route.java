package io.ocelli.samples.server;

import io.javalin.http.HttpStatus;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What can be asked for; {@code openapi.json} describes each. */
enum Route {
    PAGE("/", false, "GET", "HEAD"),
    CLASSIFY("/classify", true, "POST"),
    BATCH("/batch", true, "POST"),
    MODELS("/models", true, "GET", "HEAD"),
    MODEL("/models/{name}", true, "GET", "HEAD"),
    MODEL_CLASSIFY("/models/{name}/classify", true, "POST"),
    MODEL_BATCH("/models/{name}/batch", true, "POST"),
    MODEL_RELOAD("/models/{name}/reload", true, "POST"),
    HEALTH("/health", false, "GET", "HEAD"),
    METRICS("/metrics", true, "GET", "HEAD"),
    OPENAPI("/openapi.json", false, "GET", "HEAD");

    private static final String NAME = "{name}";

    private final String path;
    private final boolean guarded;
    private final Set<String> methods;
    private final Pattern pattern;

    Route(String path, boolean guarded, String... methods) {
        this.path = path;
        this.guarded = guarded;
        this.methods = new TreeSet<>(Arrays.asList(methods));
        this.pattern = Pattern.compile(Arrays.stream(path.split(Pattern.quote(NAME), -1))
                .map(Pattern::quote)
                .collect(Collectors.joining("[^/]+")));
    }

    String path() {
        return path;
    }

    /** Whether who asks needs a token, where there are any. */
    boolean guarded() {
        return guarded;
    }

    Set<String> methods() {
        return methods;
    }

    /** Whether it asks about pictures: these are counted, and may be many. */
    boolean classifies() {
        return this == CLASSIFY || this == BATCH || this == MODEL_CLASSIFY || this == MODEL_BATCH;
    }

    boolean isBatch() {
        return this == BATCH || this == MODEL_BATCH;
    }

    static List<String> paths() {
        return Arrays.stream(values()).map(Route::path).sorted().collect(Collectors.toList());
    }

    /**
     * That of a path, with or without a slash at its end.
     *
     * @throws Refusal if there is none
     */
    static Route of(String path) {
        String plain = path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        for (Route route : values()) {
            if (route.pattern.matcher(plain).matches()) {
                return route;
            }
        }
        throw new Refusal(HttpStatus.NOT_FOUND, "There is no " + path + "; there are " + paths());
    }
}
