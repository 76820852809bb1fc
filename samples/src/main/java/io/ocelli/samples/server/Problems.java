package io.ocelli.samples.server;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/** What went wrong, as problem details (RFC 9457): the title is the status's, as its type is {@code about:blank}. */
final class Problems {
    static final String TYPE = "application/problem+json";

    private Problems() {}

    /** The body of an answer. */
    static String text(int status, String detail, @Nullable String request) {
        return Answers.object(json -> write(json, status, detail, request));
    }

    /** The members of a problem. */
    static void write(JsonWriter json, int status, String detail, @Nullable String request) throws IOException {
        json.name("type").value("about:blank");
        json.name("title").value(HttpStatus.getMessage(status));
        json.name("status").value(status);
        json.name("detail").value(detail);
        if (request != null) {
            json.name("requestId").value(request);
        }
    }
}
