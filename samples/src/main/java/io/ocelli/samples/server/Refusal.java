package io.ocelli.samples.server;

import io.javalin.http.HttpStatus;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the server does not do for a client, and why: the status, the text and the headers of its answer. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final HttpStatus status;
    private final LinkedHashMap<String, String> headers = new LinkedHashMap<>();

    Refusal(HttpStatus status, String message) {
        super(message, null, false, false);
        this.status = status;
        if (status == HttpStatus.SERVICE_UNAVAILABLE) {
            headers.put("Retry-After", ClassifierServer.RETRY_AFTER_SECONDS);
        }
    }

    /** This one with a header. */
    Refusal with(String name, String value) {
        headers.put(name, value);
        return this;
    }

    HttpStatus status() {
        return status;
    }

    Map<String, String> headers() {
        return headers;
    }

    /** The text; there always is one. */
    String detail() {
        return String.valueOf(getMessage());
    }
}
