package io.ocelli.samples.server;

import com.google.common.collect.ImmutableMap;
import io.ocelli.Classifier;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a server is to serve; {@link #start} begins it.
 *
 * @param models what opens a classifier, by the name that clients ask for it by; the first is asked where none is named. They are
 *     opened at the start, and again at a reload; the server closes what they gave
 * @param host the address to listen at
 * @param port the port; 0 for any free one
 * @param limits what it bears
 * @param access who may ask, and how often
 * @param https the key store that it shows itself by; null for HTTP
 * @param logsRequests whether the log has a line for each request
 */
public record Service(
        Map<String, Supplier<Classifier>> models,
        String host,
        int port,
        Limits limits,
        Access access,
        @Nullable Https https,
        boolean logsRequests) {
    public static final String HOST = "127.0.0.1";
    public static final int PORT = 8080;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+");

    /**
     * @throws IllegalArgumentException if there is no model, or a name cannot stand in a path
     */
    public Service {
        models = ImmutableMap.copyOf(models);
        if (models.isEmpty()) {
            throw new IllegalArgumentException("A server has at least one model, received none");
        }
        for (String name : models.keySet()) {
            if (!isName(name)) {
                throw new IllegalArgumentException(
                        "A model's name is letters, digits, dots, dashes and underscores, for it stands in paths; received '"
                                + name + "'");
            }
        }
    }

    /** Of these models, at {@value #HOST}, port {@value #PORT}, with the default limits, for anyone. */
    public static Service of(Map<String, Supplier<Classifier>> models) {
        return new Service(models, HOST, PORT, Limits.DEFAULT, Access.FREE, null, false);
    }

    /** Of one model. */
    public static Service of(String name, Supplier<Classifier> opening) {
        return of(ImmutableMap.of(name, opening));
    }

    /** Whether a model may be called so. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches() && !name.equals(".") && !name.equals("..");
    }

    public Service at(String address, int number) {
        return new Service(models, address, number, limits, access, https, logsRequests);
    }

    public Service with(Limits borne) {
        return new Service(models, host, port, borne, access, https, logsRequests);
    }

    public Service with(Access granted) {
        return new Service(models, host, port, limits, granted, https, logsRequests);
    }

    public Service with(@Nullable Https keys) {
        return new Service(models, host, port, limits, access, keys, logsRequests);
    }

    /** With a line in the log for each request: its id, who asked, what, and what was answered. */
    public Service loggingRequests(boolean each) {
        return new Service(models, host, port, limits, access, https, each);
    }

    /**
     * Opens the models and listens.
     *
     * @throws io.ocelli.error.OcelliException if a model or the key store cannot be opened, or it cannot listen there
     */
    public ClassifierServer start() {
        return ClassifierServer.start(this);
    }
}
