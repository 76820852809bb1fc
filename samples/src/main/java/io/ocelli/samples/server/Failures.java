package io.ocelli.samples.server;

import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.ocelli.error.BusyException;
import io.ocelli.error.ImageException;
import java.util.concurrent.CompletionException;
import org.eclipse.jetty.http.HttpException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which status each failure is answered with, and which text. */
final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(ClassifierServer.class);

    private Failures() {}

    /** A failure as a refusal; one that is nobody's fault but the server's is logged, with the id of the request. */
    static Refusal refusal(Throwable failure, String request) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof Refusal) {
            return (Refusal) cause;
        }
        if (cause instanceof ImageException) {
            return new Refusal(HttpStatus.UNPROCESSABLE_CONTENT, String.valueOf(cause.getMessage()));
        }
        if (cause instanceof HttpResponseException) {
            HttpResponseException known = (HttpResponseException) cause;
            return new Refusal(HttpStatus.forStatus(known.getStatus()), String.valueOf(known.getMessage()));
        }
        if (cause instanceof HttpException) {
            HttpException known = (HttpException) cause;
            return new Refusal(HttpStatus.forStatus(known.getCode()), "The request is malformed: " + known.getReason());
        }
        if (cause instanceof OutOfMemoryError) {
            LOG.warn("The memory was used up, and the request {} refused", request, cause);
            return new Refusal(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "The memory of the server was used up; try again in " + ClassifierServer.RETRY_AFTER_SECONDS
                            + " s, or with a smaller picture");
        }
        if (cause instanceof BusyException) {
            return new Refusal(HttpStatus.SERVICE_UNAVAILABLE, String.valueOf(cause.getMessage()));
        }
        LOG.error("The request {} failed", request, cause);
        return new Refusal(HttpStatus.INTERNAL_SERVER_ERROR, "The server failed, and its log says where: " + cause);
    }
}
