package io.ocelli.samples.server;

import io.javalin.http.HttpStatus;

/** What the server does not do for a client, and why: the status and the text of its answer. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final HttpStatus status;

    Refusal(HttpStatus status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    HttpStatus status() {
        return status;
    }
}
